package dev.processkit.benchmarks;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void everythingIsMeasuredUnlessScenariosAreNamed() {
		assertThat(Options.of(List.of()))
			.isEqualTo(new Options(false, false, Path.of("benchmarks", "target"), null, List.of()));
		assertThat(Options.of(List.of("--quick", "calls", "--out", "there")))
			.isEqualTo(new Options(true, false, Path.of("there"), null, List.of("calls")));
	}

	@Test
	void commandNamesWhatDecidesOnTheFigures() {
		assertThat(Options.of(List.of("--update-docs")).command())
			.isEqualTo("java -jar benchmarks/target/benchmarks.jar");
		assertThat(Options.of(List.of("--quick", "calls", "--out", "there")).command())
			.endsWith("benchmarks.jar --quick calls");
	}

	@Test
	void pageCanBeNamed() {
		assertThat(Options.of(List.of("--update-docs")).docs()).isEqualTo(Path.of("docs", "performance.md"));
		assertThat(Options.of(List.of("--update-docs=page.md")).docs()).isEqualTo(Path.of("page.md"));
	}

	@Test
	void pageIsOnlyForFullRuns() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.of(List.of("--update-docs", "--quick")))
			.withMessageContaining("full run");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.of(List.of("--update-docs", "calls")));
	}

	@Test
	void unknownOptionIsRefusedWithTheUsage() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.of(List.of("--fast")))
			.withMessageContaining("--fast")
			.withMessageContaining("--quick");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.of(List.of("--out")));
	}

}
