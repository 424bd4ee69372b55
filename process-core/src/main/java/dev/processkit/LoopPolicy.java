package dev.processkit;

import java.time.Duration;

/**
 * How a worker that works in rounds paces them.
 *
 * @param interval from the start of one loop to the start of the next; zero for as fast
 * as possible
 * @param idle how long a batch worker sleeps when there is no work
 * @since 0.1
 */
public record LoopPolicy(Duration interval, Duration idle) {

	/** A loop each second; a second of sleep without work. */
	public static final LoopPolicy DEFAULT = new LoopPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1));

	public LoopPolicy {
		requireNotNegative("interval", interval, "Use a duration such as 250ms, or 0 for as fast as possible.");
		requireNotNegative("idle", idle, "Use a duration such as 5s, or 0 to ask for work again at once.");
	}

	private static void requireNotNegative(String property, Duration duration, String remedy) {
		if (duration.isNegative()) {
			throw new InvalidDefinitionException(property, duration, "is negative", remedy);
		}
	}

}
