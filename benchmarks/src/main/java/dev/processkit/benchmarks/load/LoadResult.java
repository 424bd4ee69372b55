package dev.processkit.benchmarks.load;

import java.util.Arrays;
import java.util.Map;

/**
 * What came of a load.
 *
 * @param replies how many replies came, at least 1
 * @param nanos in which time
 * @param latencies how long a part of them took, in nanoseconds; sorted
 * @since 0.1
 */
public record LoadResult(long replies, long nanos, long[] latencies) {

	public LoadResult {
		if (replies < 1 || nanos < 1) {
			throw new IllegalArgumentException("%d replies in %d ns are no rate".formatted(replies, nanos));
		}
	}

	/** The figure of replies in a second. */
	public static final String RATE = "rate";

	/** The figure of the time that half of the replies took at most, in µs. */
	public static final String P50 = "p50";

	/** The figure of the time that 99 of 100 replies took at most, in µs. */
	public static final String P99 = "p99";

	/**
	 * Sum up.
	 * @param replies how many replies
	 * @param nanos in which time
	 * @param latencies a ring of the newest latencies
	 * @return the result
	 */
	public static LoadResult of(long replies, long nanos, long[] latencies) {
		long[] known = Arrays.copyOf(latencies, (int) Math.min(replies, latencies.length));
		Arrays.sort(known);
		return new LoadResult(replies, nanos, known);
	}

	/**
	 * The figures.
	 * @return rate, p50 and p99
	 */
	public Map<String, Double> figures() {
		return Map.of(RATE, this.replies * 1e9 / this.nanos, P50, micros(0.5), P99, micros(0.99));
	}

	private double micros(double share) {
		return this.latencies[(int) (share * (this.latencies.length - 1))] / 1e3;
	}

}
