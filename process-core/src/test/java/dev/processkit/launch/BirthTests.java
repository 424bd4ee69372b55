package dev.processkit.launch;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class BirthTests {

	private static final long LARGEST = 32_768;

	@Test
	void descendantsHaveLargerPidsWhilePidsCannotHaveBegunAnew() {
		assertThat(new Birth(5_000).firstDescendant(1_000, 5_100, LARGEST)).isEqualTo(1_001);
	}

	@Test
	void descendantsMayHaveAnyPidOncePidsMayHaveBegunAnew() {
		assertThat(new Birth(5_000).firstDescendant(32_700, 5_100, LARGEST)).isEqualTo(1);
		assertThat(new Birth(5_000).firstDescendant(1_000, 50_000, LARGEST)).isEqualTo(1);
	}

	@Test
	void descendantsMayHaveAnyPidWhereTheMachineDoesNotTell() {
		assertThat(Birth.UNKNOWN.firstDescendant(1_000, 5_100, LARGEST)).isEqualTo(1);
		assertThat(new Birth(5_000).firstDescendant(1_000, 5_000, LARGEST)).isEqualTo(1);
		assertThat(new Birth(5_000).firstDescendant(1_000, 0, LARGEST)).isEqualTo(1);
		assertThat(new Birth(5_000).firstDescendant(1_000, 5_100, 0)).isEqualTo(1);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void machineCountsBirths() throws Exception {
		Birth birth = Birth.now();
		Process process = new ProcessBuilder(List.of("true")).start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(Birth.now().births()).isGreaterThan(birth.births());
		assertThat(birth.firstDescendant(process.pid())).isIn(1L, process.pid() + 1);
	}

}
