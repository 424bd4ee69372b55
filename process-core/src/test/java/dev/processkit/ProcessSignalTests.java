package dev.processkit;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProcessSignalTests {

	@ParameterizedTest
	@CsvSource({ "TERM, TERM", "SIGTERM, TERM", " sighup , HUP", "9, KILL", "POLL, IO", "IOT, ABRT", "CLD, CHLD",
			"PWR, PWR", "RTMIN, RTMIN", "SIGRTMIN+3, RTMIN_3", "rtmax-14, RTMAX_14", "RTMAX-15, RTMIN_15", "64, RTMAX",
			"37, RTMIN_3" })
	void parseKnowsWhatPeopleWrite(String text, ProcessSignal signal) {
		assertThat(ProcessSignal.parse(text)).isEqualTo(signal);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "NONSENSE", "0", "32", "65", "RTMIN+16", "-9", "EXIT" })
	void parseRefusesTheRest(String text) {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> ProcessSignal.parse(text))
			.withMessageContaining("HUP")
			.withMessageContaining("RTMIN+1");
	}

	@Test
	void parseKnowsWhatTheShellKnows() throws Exception {
		Process kill = new ProcessBuilder("sh", "-c", "kill -l").start();
		String names = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
		// "1) SIGHUP" or "HUP", and EXIT for none.
		assertThat(names.split("\\s+")).filteredOn((word) -> word.matches("[A-Z][A-Z0-9+-]+") && !word.equals("EXIT"))
			.hasSizeGreaterThan(25)
			.allSatisfy((name) -> assertThat(ProcessSignal.parse(name)).isNotNull());
	}

}
