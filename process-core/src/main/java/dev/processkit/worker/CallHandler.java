package dev.processkit.worker;

import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls: named methods with encoded arguments. Worker classes rarely implement
 * it; a {@link CallHandlerFactory} makes one for the interfaces of a worker class.
 * <p>
 * Threads are those of a {@link MessageHandler}. The thread of a call that is cancelled
 * is interrupted; a worker that does not react is replaced.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallHandler {

	/**
	 * Answer a call.
	 * @param call the method, its headers and its arguments
	 * @param context the worker's view of itself
	 * @return the encoded result; {@code null} when there is none to send
	 * @throws Exception when there is no result; the caller gets its type, message and
	 * stack, the worker goes on
	 */
	byte @Nullable [] call(WorkerCall call, WorkerContext context) throws Exception;

	/**
	 * Do what makes the first calls of a young worker fast. Called once, before READY. A
	 * worker whose handler throws here does not become READY, and its instance fails.
	 */
	default void warmUp() {
	}

}
