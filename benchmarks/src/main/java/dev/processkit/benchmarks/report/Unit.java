package dev.processkit.benchmarks.report;

import java.util.Locale;

/**
 * What a figure is counted in.
 *
 * @since 0.1
 */
public enum Unit {

	/** Milliseconds. */
	MILLIS("ms"),

	/** Microseconds. */
	MICROS("µs"),

	/** Seconds. */
	SECONDS("s"),

	/** How many in a second. */
	PER_SECOND("/s"),

	/** 10⁶ bytes. */
	MEGABYTES("MB"),

	/** 2²⁰ bytes. */
	MEBIBYTES("MiB"),

	/** 10⁶ bytes in a second. */
	MEGABYTES_PER_SECOND("MB/s");

	private static final double THOUSANDS = 10_000;

	private final String symbol;

	Unit(String symbol) {
		this.symbol = symbol;
	}

	/**
	 * The symbol.
	 * @return such as {@code ms}
	 */
	public String symbol() {
		return this.symbol;
	}

	/**
	 * Write a value with its symbol.
	 * @param value the value
	 * @return the text; large rates in thousands
	 */
	public String format(double value) {
		if (this == PER_SECOND && value >= THOUSANDS) {
			return String.format(Locale.ROOT, "%,.0fk %s", value / 1000, this.symbol);
		}
		return digits(value) + " " + this.symbol;
	}

	/**
	 * Write a value with three digits that count.
	 * @param value the value
	 * @return the text; a dash for what is no number
	 */
	public static String digits(double value) {
		if (!Double.isFinite(value)) {
			return "–";
		}
		double size = Math.abs(value);
		String format = (size >= 100) ? "%,.0f" : (size >= 10) ? "%.1f" : (size >= 1) ? "%.2f" : "%.3f";
		return String.format(Locale.ROOT, format, value);
	}

}
