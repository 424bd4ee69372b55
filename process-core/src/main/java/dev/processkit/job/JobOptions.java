package dev.processkit.job;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.StopPolicy;

/**
 * How jobs are run.
 *
 * @param parallelism how many at once, at least 1; there are fewer while
 * {@code max-processes} leaves less room for commands
 * @param onFailure what the failure of one means for the others
 * @param outputLines how many of the last lines of a command are in its result
 * @param stop how a command that is cancelled, or takes too long, is ended
 * @param keepResults whether the run keeps all results; not for jobs without end, whose
 * results listeners get
 * @since 0.1
 */
public record JobOptions(int parallelism, OnFailure onFailure, int outputLines, StopPolicy stop, boolean keepResults) {

	/** As many at once as there are processors; failures do not matter; 20 lines. */
	public static final JobOptions DEFAULT = new JobOptions(Runtime.getRuntime().availableProcessors(), OnFailure.GO_ON,
			20, StopPolicy.DEFAULT, true);

	public JobOptions {
		if (parallelism < 1) {
			throw new InvalidDefinitionException("parallelism", parallelism, "is below 1", "Use 1 or more.");
		}
		if (outputLines < 0 || outputLines > 100_000) {
			throw new InvalidDefinitionException("output-lines", outputLines, "is out of range", "Use 0 to 100000.");
		}
	}

	/**
	 * Return a copy with another parallelism.
	 * @param parallelism how many at once
	 * @return the copy
	 */
	public JobOptions withParallelism(int parallelism) {
		return new JobOptions(parallelism, this.onFailure, this.outputLines, this.stop, this.keepResults);
	}

	/**
	 * Return a copy with another policy.
	 * @param onFailure what the failure of one means for the others
	 * @return the copy
	 */
	public JobOptions withOnFailure(OnFailure onFailure) {
		return new JobOptions(this.parallelism, onFailure, this.outputLines, this.stop, this.keepResults);
	}

	/**
	 * Return a copy that ends commands in another way.
	 * @param stop the stop policy
	 * @return the copy
	 */
	public JobOptions withStop(StopPolicy stop) {
		return new JobOptions(this.parallelism, this.onFailure, this.outputLines, stop, this.keepResults);
	}

	/**
	 * Return a copy that keeps more or fewer lines.
	 * @param outputLines how many of the last lines of a command are in its result
	 * @return the copy
	 */
	public JobOptions withOutputLines(int outputLines) {
		return new JobOptions(this.parallelism, this.onFailure, outputLines, this.stop, this.keepResults);
	}

	/**
	 * Return a copy that keeps no results.
	 * @return the copy
	 */
	public JobOptions withoutResults() {
		return new JobOptions(this.parallelism, this.onFailure, this.outputLines, this.stop, false);
	}

	/**
	 * What the failure of a job means for the others.
	 */
	public enum OnFailure {

		/** Nothing. */
		GO_ON,

		/** No more are started; those that run may end. */
		STOP

	}

}
