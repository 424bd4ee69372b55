package dev.processkit.worker;

/**
 * A program that runs in a child JVM until it returns or is asked to stop.
 * <p>
 * The class needs a public constructor without parameters, or with one
 * {@link WorkerContext}; a class annotated as a Spring component gets its dependencies
 * injected instead.
 *
 * @since 0.1
 */
public interface Worker {

	/**
	 * Do the work. Called once, on the main thread of the child JVM. Returning ends the
	 * process with exit code 0, throwing with 1; unless the class is a
	 * {@link MessageHandler} too, which goes on answering after a return.
	 * @param context the worker's view of itself; {@code running()} turns false when it
	 * is asked to stop
	 * @throws Exception when the work cannot go on
	 */
	void run(WorkerContext context) throws Exception;

	/**
	 * Whether the instance is READY as soon as {@link #run} is called.
	 * @return {@code false} to say so later by {@link WorkerContext#ready()}
	 */
	default boolean readyAtStart() {
		return true;
	}

}
