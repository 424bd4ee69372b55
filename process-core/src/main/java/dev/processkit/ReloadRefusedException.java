package dev.processkit;

/**
 * The configuration cannot be reloaded as it stands. Nothing was changed; the message
 * says what is wrong and what to do, in the words of a failed start.
 *
 * @since 0.1
 */
public class ReloadRefusedException extends ProcessException {

	/**
	 * Create an exception.
	 * @param message what is wrong and what to do
	 * @param cause what was found
	 */
	public ReloadRefusedException(String message, Throwable cause) {
		super(message, cause);
	}

}
