package dev.processkit;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything that this library throws on purpose. The message says what, which
 * and what to do.
 *
 * @since 0.1
 */
public class ProcessException extends RuntimeException {

	/**
	 * Create an exception without a cause.
	 * @param message what happened, to which process, and what to do
	 */
	public ProcessException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened, to which process, and what to do
	 * @param cause the cause, if there is one
	 */
	public ProcessException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
