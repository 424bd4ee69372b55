package dev.processkit.benchmarks;

import java.util.Map;

/**
 * One of those that are measured side by side.
 *
 * @param name its name; {@link #OURS} for the product
 * @param turn what it does in each round
 * @since 0.1
 */
public record Contender(String name, Turn turn) {

	/** The product itself. */
	public static final String OURS = "ours";

	/**
	 * What a contender does in a round.
	 */
	@FunctionalInterface
	public interface Turn {

		/**
		 * Do it once and measure. Blocks.
		 * @return the values by figure
		 * @throws Exception when it cannot be done; a floor or peer is left out then
		 */
		Map<String, Double> take() throws Exception;

	}

}
