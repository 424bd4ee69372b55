package dev.processkit.benchmarks.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a figure should reach.
 *
 * @param bound in which direction
 * @param limit the limit
 * @param reference the contender whose value the limit is multiplied with; empty when the
 * figure itself has the limit
 * @since 0.1
 */
public record Aim(Bound bound, double limit, String reference) {

	/**
	 * The figure itself must not be above a limit.
	 * @param limit the limit
	 * @return the aim
	 */
	public static Aim atMost(double limit) {
		return new Aim(Bound.AT_MOST, limit, "");
	}

	/**
	 * The quotient of the figure and a contender's must not be above a limit.
	 * @param limit the limit
	 * @param reference the contender
	 * @return the aim
	 */
	public static Aim atMost(double limit, String reference) {
		return new Aim(Bound.AT_MOST, limit, reference);
	}

	/**
	 * The figure itself must not be below a limit.
	 * @param limit the limit
	 * @return the aim
	 */
	public static Aim atLeast(double limit) {
		return new Aim(Bound.AT_LEAST, limit, "");
	}

	/**
	 * The quotient of the figure and a contender's must not be below a limit.
	 * @param limit the limit
	 * @param reference the contender
	 * @return the aim
	 */
	public static Aim atLeast(double limit, String reference) {
		return new Aim(Bound.AT_LEAST, limit, reference);
	}

	/**
	 * Judge.
	 * @param value what was reached: the figure, or its quotient; empty when the
	 * reference is missing
	 * @return the verdict
	 */
	public Verdict judge(OptionalDouble value) {
		if (value.isEmpty()) {
			return Verdict.OPEN;
		}
		boolean met = (this.bound == Bound.AT_MOST) ? value.getAsDouble() <= this.limit
				: value.getAsDouble() >= this.limit;
		return met ? Verdict.MET : Verdict.MISSED;
	}

	@Override
	public String toString() {
		String limit = this.bound.sign + " "
				+ new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(this.limit);
		return this.reference.isEmpty() ? limit : limit + " × " + this.reference;
	}

	/**
	 * In which direction a limit holds.
	 */
	public enum Bound {

		/** Not above. */
		AT_MOST("≤"),

		/** Not below. */
		AT_LEAST("≥");

		private final String sign;

		Bound(String sign) {
			this.sign = sign;
		}

	}

	/**
	 * What came of an aim.
	 */
	public enum Verdict {

		/** Reached. */
		MET,

		/** Not reached. */
		MISSED,

		/** Not known: what it is compared with is missing on this machine. */
		OPEN

	}

}
