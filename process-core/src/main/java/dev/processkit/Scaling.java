package dev.processkit;

import java.time.Duration;

/**
 * How the number of instances of a process follows its load.
 *
 * @param min the smallest number of instances, 1 or more
 * @param max the largest
 * @param strategy when instances are added
 * @param idleTimeout how long an instance beyond {@code min} may have nothing to do
 * before it is stopped
 * @since 0.1
 */
public record Scaling(int min, int max, Strategy strategy, Duration idleTimeout) {

	public Scaling {
		if (min < 1) {
			throw new InvalidDefinitionException("min", min, "is below 1", "Use 1 or more.");
		}
		if (max < min) {
			throw new InvalidDefinitionException("max", max, "is below min (" + min + ")", "Use " + min + " or more.");
		}
		if (idleTimeout.isNegative() || idleTimeout.isZero()) {
			throw new InvalidDefinitionException("idle-timeout", idleTimeout, "is not above zero",
					"Use a duration such as 1m.");
		}
	}

	/**
	 * How many instances to begin with.
	 * @return {@code max} for an aggressive pool, otherwise {@code min}
	 */
	public int initial() {
		return (this.strategy == Strategy.AGGRESSIVE) ? this.max : this.min;
	}

	/**
	 * When instances are added.
	 */
	public enum Strategy {

		/** One more whenever a request finds all busy. */
		LAZY,

		/** All of them as soon as a request finds all busy. */
		MIXED,

		/** All of them at the start; none is stopped for being idle. */
		AGGRESSIVE

	}

}
