package dev.processkit.job;

/**
 * Is told of runs of jobs.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JobListener {

	/**
	 * Something happened. Called on the thread on which it did, with the run held still:
	 * must not block. What it throws is logged and harms nobody.
	 * @param event what happened
	 */
	void onEvent(JobEvent event);

}
