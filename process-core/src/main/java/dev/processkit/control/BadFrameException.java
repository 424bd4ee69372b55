package dev.processkit.control;

import java.io.IOException;

/**
 * Bytes that are no frame of the control wire, or one that the other end must not send
 * now. The channel cannot be used any more.
 *
 * @since 0.1
 */
public class BadFrameException extends IOException {

	/**
	 * Create an exception.
	 * @param message what is wrong, with the value that was read
	 */
	public BadFrameException(String message) {
		super(message);
	}

}
