package dev.processkit;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackoffTests {

	@Test
	void waitIsKnownAlsoWithoutABoundToSpeakOf() {
		Backoff backoff = new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(Long.MAX_VALUE), 0);
		assertThat(backoff.wait(3, 0.5)).isEqualTo(Duration.ofMillis(400));
	}

}
