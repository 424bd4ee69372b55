package dev.processkit;

import java.time.Duration;

/**
 * How a worker that works in rounds paces them.
 *
 * @param interval from the start of one loop of a looping worker to the start of the
 * next, any fraction of a second; zero for as fast as possible; a year at most
 * @param idle how long a batch worker sleeps when there is no work; a year at most
 * @since 0.1
 */
public record LoopPolicy(Duration interval, Duration idle) {

	/** Before the constants, whose constructor needs it. */
	private static final Duration LONGEST = Duration.ofDays(366);

	/** A loop each second; a second of sleep without work. */
	public static final LoopPolicy DEFAULT = new LoopPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1));

	public LoopPolicy {
		requireSensible("interval", interval, "Use a duration such as 250ms, or 0 for as fast as possible.");
		requireSensible("idle", idle, "Use a duration such as 5s, or 0 to ask for work again at once.");
	}

	private static void requireSensible(String property, Duration duration, String remedy) {
		if (duration.isNegative()) {
			throw new InvalidDefinitionException(property, duration, "is negative", remedy);
		}
		if (duration.compareTo(LONGEST) > 0) {
			throw new InvalidDefinitionException(property, duration, "is longer than a year", remedy);
		}
	}

}
