package dev.processkit.worker;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What people are told of loops that took longer than their interval: the first at once,
 * then no more than a line in a while.
 */
final class Overruns {

	static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

	private final long interval;

	private long untold;

	private boolean begun;

	private long toldAt;

	/**
	 * Create a report.
	 * @param interval what loops may take, in nanoseconds
	 */
	Overruns(long interval) {
		this.interval = interval;
	}

	/**
	 * A loop took too long.
	 * @param took how long
	 * @param now the time
	 * @return a line for people; {@code null} if they were told a moment ago
	 */
	@Nullable String add(long took, long now) {
		this.untold++;
		if (this.begun && now - this.toldAt < PAUSE_NANOS) {
			return null;
		}
		this.begun = true;
		this.toldAt = now;
		long before = this.untold - 1;
		this.untold = 0;
		return "A loop took " + millis(took) + ", longer than its interval of " + millis(this.interval)
				+ ((before > 0) ? "; so did " + before + " others since it was last said" : "");
	}

	private static String millis(long nanos) {
		long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
		return (micros % 1000 == 0) ? micros / 1000 + " ms" : micros / 1000.0 + " ms";
	}

}
