package dev.processkit.supervisor;

import java.time.Duration;

/**
 * Durations in the words of reasons: {@code 250ms}, {@code 1.5s}, {@code 2m 5s}.
 */
final class Durations {

	private Durations() {
	}

	static String words(Duration duration) {
		long millis = duration.toMillis();
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
