package dev.processkit.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What one contender did, a value a round.
 *
 * @param contender its name
 * @param values the values in the order of the rounds, at least one
 * @since 0.1
 */
public record Series(String contender, List<Double> values) {

	public Series {
		values = List.copyOf(values);
		if (values.isEmpty()) {
			throw new IllegalArgumentException("'values' of '" + contender + "' must not be empty");
		}
	}

	/**
	 * The value in the middle.
	 * @return the median
	 */
	public double median() {
		return quantile(0.5);
	}

	/**
	 * The value below which a share of the values lies, interpolated between neighbours.
	 * @param share the share, 0 to 1
	 * @return the quantile
	 */
	public double quantile(double share) {
		double[] sorted = this.values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		double position = share * (sorted.length - 1);
		int below = (int) Math.floor(position);
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
	}

	/**
	 * Compare with another contender, round by round, so that what slows both in a round
	 * cancels out. A contender that has one value only is compared with each.
	 * @param other the other one
	 * @return the median of the quotients this ÷ other
	 */
	public double ratioTo(Series other) {
		int rounds = Math.max(this.values.size(), other.values.size());
		List<Double> quotients = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			quotients.add(this.in(round) / other.in(round));
		}
		return new Series(this.contender, quotients).median();
	}

	private double in(int round) {
		return this.values.get(Math.min(round, this.values.size() - 1));
	}

}
