package dev.processkit.supervisor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Durations as clocks count them and as people read them.
 */
final class Durations {

	/** Far enough for everybody, and no sum of it with the time overflows. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private Durations() {
	}

	/**
	 * Count nanoseconds: whoever means "for ever" says so with durations that have no
	 * such number.
	 */
	static long nanos(Duration duration) {
		if (duration.isNegative()) {
			return 0;
		}
		return ((duration.compareTo(LONGEST) < 0) ? duration : LONGEST).toNanos();
	}

	/** Say it as reasons do: {@code 250ms}, {@code 1.5s}, {@code 2m 5s}. */
	static String words(Duration duration) {
		long millis = TimeUnit.NANOSECONDS.toMillis(nanos(duration));
		if (millis < 1000) {
			return millis + "ms";
		}
		if (millis < 60_000) {
			return (millis % 1000 == 0) ? millis / 1000 + "s" : millis / 100 / 10.0 + "s";
		}
		long seconds = millis / 1000;
		return (seconds % 60 == 0) ? seconds / 60 + "m" : seconds / 60 + "m " + seconds % 60 + "s";
	}

}
