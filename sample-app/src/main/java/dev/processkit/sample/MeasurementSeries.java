package dev.processkit.sample;

import java.util.Arrays;

/**
 * The measurements of one name: exact count, mean, minimum and maximum, and the
 * percentiles of the last 10,000, so that memory stays bounded. Thread-safe.
 */
class MeasurementSeries {

	static final int KEPT = 10_000;

	private double[] recent = new double[16];

	private long count;

	private double mean;

	private double minimum = Double.POSITIVE_INFINITY;

	private double maximum = Double.NEGATIVE_INFINITY;

	/**
	 * Add a measurement.
	 * @param value the measurement
	 * @return how many there are now
	 */
	synchronized long add(double value) {
		if (this.count == this.recent.length && this.recent.length < KEPT) {
			this.recent = Arrays.copyOf(this.recent, Math.min(this.recent.length * 4, KEPT));
		}
		this.recent[(int) (this.count % this.recent.length)] = value;
		this.count++;
		// Welford's running mean: a sum of large values would overflow or lose digits.
		this.mean += (value - this.mean) / this.count;
		this.minimum = Math.min(this.minimum, value);
		this.maximum = Math.max(this.maximum, value);
		return this.count;
	}

	/**
	 * Sum up.
	 * @return the summary; at least one measurement must have been added
	 */
	Summary summarize() {
		double[] sorted;
		Summary summary;
		synchronized (this) {
			sorted = Arrays.copyOf(this.recent, (int) Math.min(this.count, this.recent.length));
			summary = new Summary(this.count, this.mean, this.minimum, this.maximum, 0, 0, 0);
		}
		Arrays.sort(sorted);
		return new Summary(summary.count(), summary.mean(), summary.min(), summary.max(), percentile(sorted, 50),
				percentile(sorted, 90), percentile(sorted, 99));
	}

	/** The nearest rank: the smallest value that is not below p per cent of all. */
	private static double percentile(double[] sorted, int p) {
		return sorted[Math.max(0, (int) Math.ceil(sorted.length * p / 100.0) - 1)];
	}

	record Summary(long count, double mean, double min, double max, double p50, double p90, double p99) {

	}

}
