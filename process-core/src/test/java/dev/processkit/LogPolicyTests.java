package dev.processkit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LogPolicyTests {

	@ParameterizedTest
	@CsvSource({ "P1D, 2026-01-02T03:04:05+01:00[Europe/Berlin], 2026-01-02T23:00:00Z",
			"PT1H, 2026-01-02T03:04:05+01:00[Europe/Berlin], 2026-01-02T03:00:00Z",
			"PT15M, 2026-01-02T03:15:00+01:00[Europe/Berlin], 2026-01-02T02:30:00Z",
			// The day that summer time begins has 23 hours.
			"P1D, 2026-03-29T00:00:00+01:00[Europe/Berlin], 2026-03-29T22:00:00Z",
			// The hour that comes twice when it ends: for the second time.
			"PT15M, 2026-10-25T02:20:00+01:00[Europe/Berlin], 2026-10-25T01:35:00Z" })
	void periodsEndByTheLocalClock(Duration every, ZonedDateTime moment, Instant end) {
		LogRotation rotation = new LogRotation(0, every, 1, false);
		assertThat(rotation.endOfPeriod(moment)).isEqualTo(end);
	}

	@Test
	void withoutPeriodNoneEnds() {
		assertThat(LogRotation.NEVER.endOfPeriod(ZonedDateTime.now(ZoneId.of("UTC")))).isEqualTo(Instant.MAX);
		assertThat(LogRotation.NEVER.rotates()).isFalse();
		assertThat(LogRotation.DEFAULT.rotates()).isTrue();
	}

	@Test
	void placeholdersNameTheInstance() {
		InstanceId instance = new InstanceId("mailer", 2);
		assertThat(file("logs/{process}/{instance}.log").fileOf(instance))
			.isEqualTo(Path.of("logs/mailer/mailer-2.log"));
		assertThat(file("logs/mailer.log").fileOf(instance)).isEqualTo(Path.of("logs/mailer.log"));
		assertThat(LogPolicy.DEFAULT.fileOf(instance)).isNull();
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> file("logs/{pid}.log"))
			.withMessageContaining("{pid}")
			.withMessageContaining("{instance}");
	}

	@Test
	void impossibleRotationsAreRefused() {
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new LogRotation(-1, Duration.ZERO, 1, false))
			.withMessageContaining("max-size");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new LogRotation(0, Duration.ofMillis(5), 1, false))
			.withMessageContaining("rotate")
			.withMessageContaining("daily");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new LogRotation(0, Duration.ZERO, 1001, false))
			.withMessageContaining("keep");
	}

	private static LogPolicy file(String path) {
		return new LogPolicy(LogPolicy.To.FILE, Path.of(path), 10);
	}

}
