package dev.processkit.ctl.view;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AmountsTests {

	@ParameterizedTest
	@CsvSource({ "PT0S, 0ms", "PT0.35S, 350ms", "PT0.9999S, 999ms", "PT1S, 1.0s", "PT9.99S, 9.9s", "PT10S, 10s",
			"PT59.9S, 59s", "PT1M, 1m 0s", "PT3M7S, 3m 7s", "PT1H, 1h 0m", "PT23H59M59S, 23h 59m", "PT24H, 1d 0h",
			"PT292H, 12d 4h", "PT-5S, 0ms" })
	void writesDurations(Duration duration, String text) {
		assertThat(Amounts.duration(duration)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0 B", "512, 512 B", "999, 999 B", "1000, 1.0 KB", "1024, 1.0 KB", "10240, 10 KB",
			"3565158, 3.4 MB", "58720256, 56 MB", "1072693248, 1.0 GB", "9223372036854775807, 8388608 TB" })
	void writesSizes(long bytes, String text) {
		assertThat(Amounts.size(bytes)).isEqualTo(text);
	}

	@Test
	void readsWhatAConsoleMaySend() {
		assertThat(shown("\"PT4.2S\"")).isEqualTo("4.2s");
		assertThat(shown("4.25")).isEqualTo("4.2s");
		assertThat(shown("null")).isEqualTo("-");
		assertThat(shown("\"soon\"")).isEqualTo("-");
		assertThat(shown("{}")).isEqualTo("-");
	}

	private static String shown(String json) {
		return Amounts.duration(JsonMapper.shared().readTree(json));
	}

}
