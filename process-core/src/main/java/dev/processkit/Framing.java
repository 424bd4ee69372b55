package dev.processkit;

/**
 * How messages are told apart on an endpoint.
 *
 * @since 0.1
 */
public enum Framing {

	/**
	 * One complete JSON value at a time (RFC 8259), with or without line ends between;
	 * replies end with a newline.
	 */
	JSON,

	/** A line, ended by LF or CRLF; replies end with LF. */
	LINE,

	/** Four bytes of big-endian length, then as many bytes; both ways. */
	LENGTH,

	/**
	 * Everything up to the client's half-close is one message; the reply is sent as is.
	 */
	RAW

}
