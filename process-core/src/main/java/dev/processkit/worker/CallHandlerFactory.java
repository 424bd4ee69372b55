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
	 * Make the handler. Called once, after READY, on a thread of its own, so that what it
	 * loads does not delay READY; calls that come before it is made wait.
	 * @param worker the worker object
	 * @param settings what the application's side gave
	 * @return the handler
	 * @throws Exception when it cannot be made; every call fails with it then
	 */
	CallHandler create(Object worker, Map<String, String> settings) throws Exception;

}
