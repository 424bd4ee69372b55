package dev.processkit;

/**
 * No process, instance or pid of ours goes by that name.
 *
 * @since 0.1
 */
public class UnknownProcessException extends ProcessException {

	/**
	 * Create an exception for an unknown name.
	 * @param target the process name, instance id or pid that was asked for
	 */
	public UnknownProcessException(String target) {
		super("No process, instance or pid '%s' is supervised here; only processes started by this application can be addressed"
			.formatted(target));
	}

}
