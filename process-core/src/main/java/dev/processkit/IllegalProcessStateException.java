package dev.processkit;

/**
 * The request makes sense, but not in the state that the process is in, or the limit of
 * live processes is reached.
 *
 * @since 0.1
 */
public class IllegalProcessStateException extends ProcessException {

	/**
	 * Create an exception with its reason.
	 * @param message which process, which state, and what to do
	 */
	public IllegalProcessStateException(String message) {
		super(message);
	}

}
