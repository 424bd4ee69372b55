package dev.processkit;

import org.jspecify.annotations.Nullable;

/**
 * The operating system refused to launch a process: the executable does not exist, the
 * directory cannot be entered, no memory or no descriptors are left.
 *
 * @since 0.1
 */
public class ProcessLaunchException extends ProcessException {

	/**
	 * Create an exception.
	 * @param message which command, why, and what to do
	 * @param cause the error of the operating system, if it gave one
	 */
	public ProcessLaunchException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
