package dev.processkit;

import java.time.Duration;

/**
 * How a worker is known to be alive. Anything that it sends counts as a sign of life.
 *
 * @param interval how often a worker says that it is alive
 * @param timeout how long it may be silent before it is killed and replaced; up to six
 * times as long while it waits for a processor, where the platform tells (Linux)
 * @since 0.1
 */
public record Heartbeat(Duration interval, Duration timeout) {

	/** Every 2 s; killed after 10 s of silence. */
	public static final Heartbeat DEFAULT = new Heartbeat(Duration.ofSeconds(2), Duration.ofSeconds(10));

	public Heartbeat {
		if (interval.isNegative() || interval.isZero()) {
			throw new InvalidDefinitionException("interval", interval, "is no interval", "Use a positive duration.");
		}
		if (timeout.compareTo(interval) <= 0) {
			throw new InvalidDefinitionException("timeout", timeout, "is not longer than 'interval' (" + interval + ")",
					"Allow at least two or three heartbeats.");
		}
	}

}
