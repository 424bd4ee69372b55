package dev.processkit.ctl;

/**
 * The command line asks for something that cannot be.
 */
class UsageException extends RuntimeException {

	UsageException(String message) {
		super(message);
	}

}
