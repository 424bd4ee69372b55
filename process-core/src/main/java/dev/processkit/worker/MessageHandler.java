package dev.processkit.worker;

import org.jspecify.annotations.Nullable;

/**
 * Answers messages from a socket or a bean.
 * <p>
 * With {@code process.enable-coroutine} and a JDK that has virtual threads, messages are
 * handled at the same time: the handler must be thread-safe. It runs on a virtual thread,
 * or, when handlers were quick lately, on a thread that has handled other messages: it
 * must remove its {@link ThreadLocal}s. It may block on either. Otherwise messages are
 * handled one after the other on one thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface MessageHandler {

	/**
	 * Answer a message.
	 * @param message the message, decoded as UTF-8
	 * @param context the worker's view of itself
	 * @return the reply, or {@code null} for none
	 * @throws Exception when there is no answer; the client gets its message, the worker
	 * goes on
	 */
	@Nullable String handle(String message, WorkerContext context) throws Exception;

	/**
	 * The variant for bytes.
	 */
	@FunctionalInterface
	interface OfBytes {

		/**
		 * Answer a message.
		 * @param message the message
		 * @param context the worker's view of itself
		 * @return the reply, or {@code null} for none
		 * @throws Exception when there is no answer; the client gets its message, the
		 * worker goes on
		 */
		byte @Nullable [] handle(byte[] message, WorkerContext context) throws Exception;

	}

}
