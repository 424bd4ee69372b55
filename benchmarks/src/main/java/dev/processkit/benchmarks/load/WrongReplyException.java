package dev.processkit.benchmarks.load;

/**
 * A contender has answered with something else than what was sent, or out of order: its
 * speed is of no interest, and the run fails.
 *
 * @since 0.1
 */
public final class WrongReplyException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what came instead of what
	 */
	public WrongReplyException(String message) {
		super(message);
	}

}
