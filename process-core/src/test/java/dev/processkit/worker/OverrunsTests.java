package dev.processkit.worker;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverrunsTests {

	@Test
	void addTellsTheFirstAtOnceAndTheOthersTogether() {
		Overruns overruns = new Overruns(TimeUnit.MILLISECONDS.toNanos(250));
		long now = -5;
		assertThat(overruns.add(TimeUnit.MICROSECONDS.toNanos(300_500), now))
			.isEqualTo("A loop took 300.5 ms, longer than its interval of 250 ms");
		for (int i = 1; i <= 100; i++) {
			assertThat(overruns.add(TimeUnit.SECONDS.toNanos(1), now + i)).isNull();
		}
		assertThat(overruns.add(TimeUnit.SECONDS.toNanos(1), now + Overruns.PAUSE_NANOS))
			.isEqualTo("A loop took 1000 ms, longer than its interval of 250 ms; so did 100 others since it was last"
					+ " said");
	}

}
