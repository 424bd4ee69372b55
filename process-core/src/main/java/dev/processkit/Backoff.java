package dev.processkit;

import java.time.Duration;

/**
 * Exponential back-off with jitter. With the defaults the waits are about 100, 200, 400
 * ms … 25.6, 30, 30 s, each up to 10 % shorter or longer.
 *
 * @param delay the wait before the second restart in a row; the first after a stable run
 * is immediate
 * @param multiplier the growth from wait to wait, at least 1
 * @param maxDelay the longest wait, before jitter
 * @param jitter the share by which a wait may be shorter or longer, 0 to 1
 * @since 0.1
 */
public record Backoff(Duration delay, double multiplier, Duration maxDelay, double jitter) {

	/** 100 ms × 2 up to 30 s, ± 10 %. */
	public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0.1);

	public Backoff {
		if (delay.isNegative()) {
			throw new InvalidDefinitionException("delay", delay, "is negative", "Use 0 or more.");
		}
		if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
			throw new InvalidDefinitionException("multiplier", multiplier, "is below 1", "Use 1 for a constant delay.");
		}
		if (maxDelay.compareTo(delay) < 0) {
			throw new InvalidDefinitionException("max-delay", maxDelay, "is shorter than 'delay' (" + delay + ")",
					"Raise 'max-delay' or lower 'delay'.");
		}
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new InvalidDefinitionException("jitter", jitter, "is not a share", "Use a number from 0 to 1.");
		}
	}

	/**
	 * The wait before a restart.
	 * @param attempt 1 for the first restart that has to wait
	 * @param random a number from 0 (inclusive) to 1 (exclusive)
	 * @return the wait, from {@code (1 - jitter)} to {@code (1 + jitter)} times the
	 * nominal one
	 */
	public Duration wait(int attempt, double random) {
		double nominal = Math.min(nanos(this.maxDelay), nanos(this.delay) * Math.pow(this.multiplier, attempt - 1));
		return Duration.ofNanos(Math.round(nominal * (1 + this.jitter * (2 * random - 1))));
	}

	/** Not as a whole number: durations may be longer than any of nanoseconds. */
	private static double nanos(Duration duration) {
		return duration.getSeconds() * 1e9 + duration.getNano();
	}

}
