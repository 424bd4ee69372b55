package dev.processkit.worker;

import java.util.Map;

/**
 * Makes the handler that answers calls on behalf of a worker object. Has a public
 * constructor without parameters. A {@link WorkerFactory} that is one as well and is
 * named as both makes the handler for the worker that it has made.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallHandlerFactory {

	/**
	 * Make the handler. Called once, before READY: an instance that is READY answers
	 * calls at once, and a replacement takes over when it can.
	 * @param worker the worker object
	 * @param settings what the application's side gave
	 * @return the handler
	 * @throws Exception when it cannot be made; the worker exits with code 1 and the
	 * application is told why
	 */
	CallHandler create(Object worker, Map<String, String> settings) throws Exception;

}
