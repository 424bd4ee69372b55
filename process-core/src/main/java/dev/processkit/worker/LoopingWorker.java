package dev.processkit.worker;

/**
 * A program that does the same thing again and again, every {@code loop.interval}: from
 * the start of one loop to the start of the next, without drift. A loop that takes longer
 * is an overrun: it is counted and reported, the next one follows at once, and those that
 * were missed altogether are left out.
 * <p>
 * The class is made as any {@link Worker}. While it is paused it does not loop; what was
 * missed is not made up for.
 *
 * @since 0.1
 */
public non-sealed interface LoopingWorker extends RoundWorker {

	/**
	 * Do it once.
	 * @param context the worker's view of itself
	 * @throws Exception when the work cannot go on; {@link #spinDown} is called, then the
	 * process exits with code 1, which its restart policy judges
	 */
	void loop(WorkerContext context) throws Exception;

}
