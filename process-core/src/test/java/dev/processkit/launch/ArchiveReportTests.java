package dev.processkit.launch;

import java.util.List;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.ClassArchiveStatus.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveReportTests {

	private static final ArchiveOptions PLAIN = ArchiveOptions.of(List.of());

	private static final ArchiveOptions PARALLEL = ArchiveOptions.of(List.of("-XX:+UseParallelGC"));

	private static final ArchiveOptions Z = ArchiveOptions.of(List.of("-XX:+UseZGC"));

	private static final ClassArchiveStatus OFF = ClassArchiveStatus.off("does not go with it");

	private static final ClassArchiveStatus BUILDING = new ClassArchiveStatus(State.BUILDING, "soon", null, 0);

	private static final ClassArchiveStatus IN_USE = new ClassArchiveStatus(State.IN_USE, "used", "a.jsa", 7);

	private static final ClassArchiveStatus UNUSABLE = new ClassArchiveStatus(State.UNUSABLE, "crashed", "b.jsa", 0);

	private final ArchiveReport report = new ArchiveReport(ClassArchiveStatus.off("nothing yet"));

	@Test
	void summaryOfNoneIsWhatItWasGiven() {
		assertThat(this.report.summary()).isEqualTo(ClassArchiveStatus.off("nothing yet"));
	}

	@Test
	void summaryOfOneIsItsStatus() {
		this.report.note(PLAIN, BUILDING);
		this.report.note(PLAIN, IN_USE);
		assertThat(this.report.summary()).isEqualTo(IN_USE);
	}

	@Test
	void worstIsShownAndOthersAreCountedWhateverChangesLast() {
		this.report.note(Z, OFF);
		this.report.note(PLAIN, UNUSABLE);
		this.report.note(PARALLEL, IN_USE);
		assertThat(this.report.summary()).isEqualTo(
				new ClassArchiveStatus(State.UNUSABLE, "crashed; for other JVM options: 1 in-use, 1 off", "b.jsa", 0));
		this.report.note(PLAIN, BUILDING);
		assertThat(this.report.summary().state()).isEqualTo(State.BUILDING);
		this.report.note(PLAIN, IN_USE);
		assertThat(this.report.summary()).isEqualTo(
				new ClassArchiveStatus(State.IN_USE, "used; for other JVM options: 1 in-use, 1 off", "a.jsa", 7));
	}

	@Test
	void onlyWhatIsNewIsNews() {
		assertThat(this.report.note(PLAIN, BUILDING)).isTrue();
		assertThat(this.report.note(PARALLEL, BUILDING)).isFalse();
		assertThat(this.report.note(PLAIN, IN_USE)).isTrue();
		assertThat(this.report.note(PLAIN, IN_USE)).isFalse();
		assertThat(this.report.note(PARALLEL, IN_USE)).isFalse();
		assertThat(this.report.noteFirst(PLAIN, OFF)).isFalse();
		assertThat(this.report.summary().state()).isEqualTo(State.IN_USE);
	}

}
