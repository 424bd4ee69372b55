package dev.processkit.supervisor;

import java.time.Duration;

import dev.processkit.InstanceId;
import dev.processkit.launch.ProcessorDemand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a silent worker hangs or waits for a processor.
 */
class SilenceTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private @Nullable ProcessorDemand demand;

	private int looks;

	private long now = -5_000_000_000L;

	private final Silence silence = new Silence(new InstanceId("talk", 0), "said nothing", () -> {
		this.looks++;
		return this.demand;
	});

	@Test
	void silenceWithinTheTimeoutIsCountedWithoutALook() {
		assertThat(counted(9.9)).isEqualTo(Duration.ofMillis(9900));
		assertThat(this.looks).isZero();
	}

	@Test
	void silenceOfOneThatWantsNothingCounts() {
		this.demand = new ProcessorDemand(false, Duration.ofSeconds(3));
		assertThat(counted(10)).isEqualTo(TIMEOUT);
	}

	@Test
	void silenceCountsWhereNothingTells() {
		assertThat(counted(10)).isEqualTo(TIMEOUT);
	}

	@Test
	void silenceOfOneThatWaitsForAProcessorDoesNotCountUntilItIsTooLong() {
		for (int second = 10; second < 60; second++) {
			this.demand = runnable(3000 + second * 90L);
			assertThat(counted(second)).as("after %d s", second).isEqualTo(Duration.ofSeconds(9));
		}
		assertThat(counted(60)).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void silenceOfOneThatRunsCountsAtTheSecondLook() {
		this.demand = runnable(3000);
		assertThat(counted(10)).isEqualTo(Duration.ofSeconds(9));
		this.demand = runnable(3100);
		assertThat(counted(11)).isEqualTo(Duration.ofSeconds(11));
	}

	@Test
	void silenceOfOneThatNoLongerWantsToRunCounts() {
		this.demand = runnable(3000);
		assertThat(counted(10)).isEqualTo(Duration.ofSeconds(9));
		this.demand = new ProcessorDemand(false, Duration.ofMillis(3000));
		assertThat(counted(11)).isEqualTo(Duration.ofSeconds(11));
	}

	@Test
	void whatItHasRunBeforeItSpokeAgainIsForgotten() {
		this.demand = runnable(3000);
		assertThat(counted(10)).isEqualTo(Duration.ofSeconds(9));
		assertThat(counted(0.5)).isEqualTo(Duration.ofMillis(500));
		this.demand = runnable(90_000);
		assertThat(counted(10)).isEqualTo(Duration.ofSeconds(9));
	}

	/** A look at each second of the silence. */
	private Duration counted(double seconds) {
		this.now += Duration.ofSeconds(1).toNanos();
		return this.silence.counted(Duration.ofMillis(Math.round(seconds * 1000)), TIMEOUT, this.now);
	}

	private static ProcessorDemand runnable(long usedMillis) {
		return new ProcessorDemand(true, Duration.ofMillis(usedMillis));
	}

}
