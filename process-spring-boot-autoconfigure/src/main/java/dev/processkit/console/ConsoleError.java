package dev.processkit.console;

/**
 * The kinds of failure that a client is told of, with their codes: those of JSON-RPC 2.0,
 * and ours.
 */
enum ConsoleError {

	PARSE(-32700), INVALID_REQUEST(-32600), UNKNOWN_METHOD(-32601), INVALID_PARAMS(-32602), INTERNAL(-32603),
	CUSTOM(-32000), UNKNOWN_TARGET(-32001), WRONG_STATE(-32002), NOT_AUTHENTICATED(-32003), LIMIT(-32004);

	private final int code;

	ConsoleError(int code) {
		this.code = code;
	}

	int code() {
		return this.code;
	}

	ConsoleException because(String message) {
		return new ConsoleException(this, message);
	}

}
