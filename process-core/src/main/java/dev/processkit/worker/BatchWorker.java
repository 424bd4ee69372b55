package dev.processkit.worker;

/**
 * A program that does one job after the other, as long as there are any. Without work it
 * sleeps for {@code loop.idle} and asks again.
 * <p>
 * The class is made as any {@link Worker}.
 *
 * @since 0.1
 */
public non-sealed interface BatchWorker extends RoundWorker {

	/**
	 * Do the next job.
	 * @param context the worker's view of itself
	 * @return {@code true} when a job was done, and more may be waiting: the call is
	 * repeated at once, and counts for {@code recycle.max-jobs}; {@code false} when there
	 * was none
	 * @throws Exception when the work cannot go on; {@link #spinDown} is called, then the
	 * process exits with code 1, which its restart policy judges
	 */
	boolean next(WorkerContext context) throws Exception;

}
