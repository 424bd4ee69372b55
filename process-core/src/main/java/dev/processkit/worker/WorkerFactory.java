package dev.processkit.worker;

import java.util.Map;

/**
 * Makes the worker object in the child JVM. The seam by which a Spring component gets its
 * context there.
 *
 * @since 0.1
 */
@SuppressWarnings("try")
public interface WorkerFactory extends AutoCloseable {

	/**
	 * Make the worker. Called once, before READY.
	 * @param type the name of the worker class
	 * @param context the worker's view of itself
	 * @param settings what the application's side gave for this factory
	 * @return the worker: a {@link Worker}, a {@link MessageHandler} or both
	 * @throws Exception when it cannot be made; the worker exits with code 1 and the
	 * application is told why
	 */
	Object create(String type, WorkerContext context, Map<String, String> settings) throws Exception;

	/**
	 * Release what the worker needs. Called once, after the worker has ended, before the
	 * JVM exits.
	 * @throws Exception when something cannot be released; it is printed
	 */
	@Override
	default void close() throws Exception {
	}

}
