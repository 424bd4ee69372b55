package dev.processkit.ctl.view;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Durations and sizes as people read them.
 */
final class Amounts {

	static final String NONE = "-";

	private static final String[] SIZES = { "B", "KB", "MB", "GB", "TB" };

	private Amounts() {
	}

	/**
	 * Write a duration, in two units at most.
	 * @param duration the duration
	 * @return such as {@code 350ms}, {@code 4.2s}, {@code 42s}, {@code 3m 7s},
	 * {@code 5h 0m}, {@code 12d 4h}
	 */
	static String duration(Duration duration) {
		if (duration.isNegative()) {
			return "0ms";
		}
		long seconds = duration.toSeconds();
		if (seconds < 1) {
			return duration.toMillis() + "ms";
		}
		if (seconds < 10) {
			return seconds + "." + duration.toMillisPart() / 100 + "s";
		}
		if (seconds < 60) {
			return seconds + "s";
		}
		if (seconds < 3600) {
			return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
		}
		if (seconds < 86400) {
			return duration.toHours() + "h " + duration.toMinutesPart() + "m";
		}
		return duration.toDays() + "d " + duration.toHoursPart() + "h";
	}

	/**
	 * Read a duration of the console.
	 * @param value ISO 8601 text or seconds
	 * @return the duration; {@code null} for anything else
	 */
	static @Nullable Duration read(JsonNode value) {
		if (value.isNumber()) {
			return Duration.ofNanos(Math.round(value.doubleValue() * 1e9));
		}
		try {
			return value.isString() ? Duration.parse(value.asString()) : null;
		}
		catch (DateTimeParseException ex) {
			// Shown as unknown, like one that is missing.
			return null;
		}
	}

	static String duration(JsonNode value) {
		Duration duration = read(value);
		return (duration != null) ? duration(duration) : NONE;
	}

	/**
	 * Write a number of bytes, a KB being 1024 of them.
	 * @param bytes how many
	 * @return such as {@code 512 B}, {@code 3.4 MB}, {@code 56 MB}
	 */
	static String size(long bytes) {
		double amount = bytes;
		int unit = 0;
		while (amount >= 999.5 && unit < SIZES.length - 1) {
			amount /= 1024;
			unit++;
		}
		return String.format(Locale.ROOT, (unit > 0 && amount < 9.95) ? "%.1f %s" : "%.0f %s", amount, SIZES[unit]);
	}

	static String size(JsonNode value) {
		return value.isNumber() ? size(value.asLong()) : NONE;
	}

	static String text(JsonNode value) {
		return (value.isNull() || value.isMissingNode()) ? NONE : value.asString(value.toString());
	}

}
