package dev.processkit.supervisor;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Wall-clock times that never jump: the time at which the clock was made, plus what
 * {@link System#nanoTime()} says has passed since. A correction of the system's clock
 * neither delays nor hurries a back-off.
 */
final class MonotonicClock implements InstantSource {

	private final Instant start = Instant.now();

	private final long startNanos = System.nanoTime();

	@Override
	public Instant instant() {
		return this.start.plusNanos(System.nanoTime() - this.startNanos);
	}

}
