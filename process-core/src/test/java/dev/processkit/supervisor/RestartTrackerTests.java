package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

import dev.processkit.Backoff;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import dev.processkit.RestartPolicy.GiveUp;
import dev.processkit.RestartPolicy.Mode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestartTrackerTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Duration STABLE = Duration.ofSeconds(10);

	private Instant now = FleetSimulationTests.epoch();

	@Test
	void decideWhenFailingInARowBacksOffExponentially() {
		RestartTracker tracker = new RestartTracker(policy(Mode.ALWAYS, 100));
		assertThat(waits(tracker, 9)).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
	}

	@Test
	void decideWhenPolicyIsTheDefaultLaunchesSixTimesInFiveSecondsAndGivesUpAfterTen() {
		RestartTracker tracker = new RestartTracker(RestartPolicy.DEFAULT);
		long[] begun = waits(tracker, 10);
		Arrays.parallelPrefix(begun, Long::sum);
		assertThat(Arrays.stream(begun).filter((millis) -> millis <= 5000)).as("beside the first launch").hasSize(5);
		assertThat(decide(tracker, false, SHORT)).isInstanceOf(RestartDecision.GiveUp.class);
	}

	@Test
	void decideWhenRunWasStableRestartsAtOnceAndStartsTheBackoffAnew() {
		RestartTracker tracker = new RestartTracker(policy(Mode.ALWAYS, 100));
		waits(tracker, 3);
		assertThat(decide(tracker, false, STABLE)).isInstanceOfSatisfying(RestartDecision.Restart.class,
				(restart) -> assertThat(restart.after()).isZero());
		assertThat(waits(tracker, 2)).containsExactly(100L, 200L);
	}

	@Test
	void decideWhenTooManyRestartsWithinPeriodGivesUpWithReason() {
		RestartTracker tracker = new RestartTracker(policy(Mode.ALWAYS, 3));
		waits(tracker, 3);
		assertThat(decide(tracker, false, SHORT)).isInstanceOf(RestartDecision.GiveUp.class)
			.extracting(RestartDecision::reason)
			.isEqualTo("exited with code 1; 4 restarts within 1m are too many");
	}

	@Test
	void decideWhenOldRestartsLeftThePeriodGoesOn() {
		RestartTracker tracker = new RestartTracker(policy(Mode.ALWAYS, 3));
		waits(tracker, 3);
		this.now = this.now.plusSeconds(60);
		assertThat(decide(tracker, false, SHORT)).isInstanceOf(RestartDecision.Restart.class);
	}

	@Test
	void decideWhenEachRunIsStableStillCountsTheIntensity() {
		RestartTracker tracker = new RestartTracker(policy(Mode.ALWAYS, 2));
		for (int i = 0; i < 2; i++) {
			assertThat(decide(tracker, false, STABLE)).isInstanceOf(RestartDecision.Restart.class);
		}
		assertThat(decide(tracker, false, STABLE)).isInstanceOf(RestartDecision.GiveUp.class);
	}

	@Test
	void decideWhenModeIsAlwaysRestartsAfterAnExpectedExit() {
		assertThat(decide(new RestartTracker(policy(Mode.ALWAYS, 3)), true, SHORT))
			.isInstanceOf(RestartDecision.Restart.class);
	}

	@Test
	void decideWhenModeIsOnFailureCompletesOnAnExpectedExit() {
		RestartTracker tracker = new RestartTracker(policy(Mode.ON_FAILURE, 3));
		assertThat(decide(tracker, true, SHORT)).isInstanceOf(RestartDecision.Complete.class);
		assertThat(decide(tracker, false, SHORT)).isInstanceOf(RestartDecision.Restart.class);
	}

	@Test
	void decideWhenModeIsNeverNeverRestarts() {
		RestartTracker tracker = new RestartTracker(policy(Mode.NEVER, 3));
		assertThat(decide(tracker, true, SHORT)).isInstanceOf(RestartDecision.Complete.class);
		assertThat(decide(tracker, false, STABLE)).isInstanceOf(RestartDecision.GiveUp.class);
	}

	@Test
	void decideWhenNoRestartIsAllowedGivesUpAtTheFirstFailure() {
		assertThat(decide(new RestartTracker(policy(Mode.ALWAYS, 0)), false, STABLE))
			.isInstanceOf(RestartDecision.GiveUp.class);
	}

	private long[] waits(RestartTracker tracker, int count) {
		long[] waits = new long[count];
		for (int i = 0; i < count; i++) {
			waits[i] = ((RestartDecision.Restart) decide(tracker, false, SHORT)).after().toMillis();
		}
		return waits;
	}

	private RestartDecision decide(RestartTracker tracker, boolean expected, Duration ran) {
		return tracker.decide("exited with code " + (expected ? 0 : 1), expected, ran, this.now, () -> 0.5);
	}

	private static RestartPolicy policy(Mode mode, int maxRestarts) {
		return new RestartPolicy(mode, new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(5), 0.1), STABLE,
				new RestartIntensity(maxRestarts, Duration.ofSeconds(60)), Set.of(0), GiveUp.FAIL_PROCESS);
	}

}
