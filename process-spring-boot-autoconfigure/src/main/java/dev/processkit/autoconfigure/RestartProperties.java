package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import dev.processkit.Backoff;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * When to restart an instance, how long to wait, and when to give up.
 *
 * @param mode Which exits lead to a restart.
 * @param delay Wait before the second restart in a row. The first is immediate.
 * @param multiplier Growth from one wait to the next.
 * @param maxDelay Longest wait, before jitter.
 * @param jitter Share by which a wait is made shorter or longer at random, 0 to 1.
 * @param resetAfter Run time after which an instance counts as stable and the back-off
 * starts anew.
 * @param maxRestarts Number of restarts allowed within the period. One more, and the
 * instance is given up.
 * @param within Period over which restarts are counted.
 * @param expectedExitCodes Exit codes that are no failure.
 * @param onGiveUp What giving up means for the application.
 */
record RestartProperties(RestartPolicy.@Nullable Mode mode, @Nullable Duration delay, @Nullable Double multiplier,
		@Nullable Duration maxDelay, @Nullable Double jitter, @Nullable Duration resetAfter,
		@Nullable Integer maxRestarts, @Nullable Duration within, @Nullable Set<Integer> expectedExitCodes,
		RestartPolicy.@Nullable GiveUp onGiveUp) {

	RestartProperties over(RestartProperties defaults) {
		return new RestartProperties(either(this.mode, defaults.mode), either(this.delay, defaults.delay),
				either(this.multiplier, defaults.multiplier), either(this.maxDelay, defaults.maxDelay),
				either(this.jitter, defaults.jitter), either(this.resetAfter, defaults.resetAfter),
				either(this.maxRestarts, defaults.maxRestarts), either(this.within, defaults.within),
				either(this.expectedExitCodes, defaults.expectedExitCodes), either(this.onGiveUp, defaults.onGiveUp));
	}

	RestartPolicy toPolicy() {
		RestartPolicy base = RestartPolicy.DEFAULT;
		return new RestartPolicy(Objects.requireNonNullElse(this.mode, base.mode()), backoff(base.backoff()),
				Objects.requireNonNullElse(this.resetAfter, base.resetAfter()), intensity(base.intensity()),
				Objects.requireNonNullElse(this.expectedExitCodes, base.expectedExitCodes()),
				Objects.requireNonNullElse(this.onGiveUp, base.onGiveUp()));
	}

	private Backoff backoff(Backoff base) {
		return new Backoff(Objects.requireNonNullElse(this.delay, base.delay()),
				Objects.requireNonNullElse(this.multiplier, base.multiplier()),
				Objects.requireNonNullElse(this.maxDelay, base.maxDelay()),
				Objects.requireNonNullElse(this.jitter, base.jitter()));
	}

	private RestartIntensity intensity(RestartIntensity base) {
		return new RestartIntensity(Objects.requireNonNullElse(this.maxRestarts, base.maxRestarts()),
				Objects.requireNonNullElse(this.within, base.within()));
	}

}
