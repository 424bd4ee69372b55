package dev.processkit.ctl.console;

import org.jspecify.annotations.Nullable;

/**
 * There was no answer: nobody to ask, no admission, or no word in time. The message says
 * what to do about it.
 *
 * @since 0.1
 */
public class ConsoleException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what is wrong, and the remedy
	 * @param cause where it was noticed
	 */
	public ConsoleException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
