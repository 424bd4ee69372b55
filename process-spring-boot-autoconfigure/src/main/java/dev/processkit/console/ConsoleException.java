package dev.processkit.console;

/**
 * A request that is refused or failed; its message goes to the client.
 */
final class ConsoleException extends RuntimeException {

	private final ConsoleError error;

	ConsoleException(ConsoleError error, String message) {
		// The stack would tell of us, and the fault is the client's.
		super(message, null, false, false);
		this.error = error;
	}

	ConsoleError error() {
		return this.error;
	}

	String text() {
		return String.valueOf(getMessage());
	}

}
