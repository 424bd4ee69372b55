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
	 * Do once what {@link #create} will do, and undo it, so that the next time is
	 * quicker. Called in a spare whose definition asks for a prepared one, on a factory
	 * of its own that is closed afterwards. Does nothing unless it is overridden.
	 * @param type the name of the worker class
	 * @param context a view with the arguments of the definition and the name of the
	 * spare; what is done with it has no effect
	 * @param settings what the application's side gave for this factory
	 * @throws Exception when it cannot be done; the spare is given up then, and the
	 * application is told why
	 */
	default void prepare(String type, WorkerContext context, Map<String, String> settings) throws Exception {
	}

	/**
	 * Release what the worker needs. Called once, after the worker has ended, before the
	 * JVM exits.
	 * @throws Exception when something cannot be released; it is printed
	 */
	@Override
	default void close() throws Exception {
	}

}
