package dev.processkit.ctl.console;

/**
 * The console answered with an error.
 *
 * @since 0.1
 */
public class RefusedException extends RuntimeException {

	/** There is no such method. */
	public static final int UNKNOWN_METHOD = -32601;

	/** There is no such process, instance or pid. */
	public static final int UNKNOWN_TARGET = -32001;

	/** The token is missing or wrong. */
	public static final int NOT_AUTHENTICATED = -32003;

	private final int code;

	/**
	 * Create an exception.
	 * @param code the error code of JSON-RPC or of the console
	 * @param message the words of the console
	 */
	public RefusedException(int code, String message) {
		super(message);
		this.code = code;
	}

	public int code() {
		return this.code;
	}

}
