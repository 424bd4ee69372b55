package dev.processkit.benchmarks;

/**
 * One question to the product, and the floors and peers to ask it too.
 *
 * @since 0.1
 */
public interface Scenario {

	/**
	 * The name on the command line and in the table.
	 * @return lower case, with dashes
	 */
	String name();

	/**
	 * What is aimed at, for people.
	 * @return one line
	 */
	String aims();

	/**
	 * Measure, and add rows and notes. Blocks; ends what it has started.
	 * @param harness what a scenario works with
	 * @throws Exception when ours fails or a reply is wrong
	 */
	void run(Harness harness) throws Exception;

}
