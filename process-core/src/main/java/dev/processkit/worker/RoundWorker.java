package dev.processkit.worker;

/**
 * What {@link LoopingWorker} and {@link BatchWorker} have in common: a program that works
 * in rounds. Everything that is asked of it (stop, pause, the handlers of its signals,
 * its {@linkplain ProcessAction actions}, and its replacement by {@code recycle}) happens
 * between two rounds, so that a round is never cut.
 * <p>
 * All methods are called on the main thread of the child JVM. If the class is a
 * {@link MessageHandler} too, or answers calls, those run on other threads meanwhile.
 *
 * @since 0.1
 */
public sealed interface RoundWorker permits LoopingWorker, BatchWorker {

	/**
	 * Prepare. Called once, before the first round; the instance is READY afterwards.
	 * @param context the worker's view of itself
	 * @throws Exception when it cannot work; the process exits with code 1 and nothing
	 * else is called
	 */
	default void spinUp(WorkerContext context) throws Exception {
	}

	/**
	 * Clean up. Called once after a {@link #spinUp} that returned, also when a round has
	 * thrown, within the grace period of the stop policy.
	 * @param context the worker's view of itself
	 * @throws Exception when that fails; the process exits with code 1
	 */
	default void spinDown(WorkerContext context) throws Exception {
	}

}
