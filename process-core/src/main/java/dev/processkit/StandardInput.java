package dev.processkit;

/**
 * What a command without a protocol reads from its standard input.
 *
 * @since 0.1
 */
public enum StandardInput {

	/** Nothing: it is at its end from the beginning. */
	NONE,

	/** What the application writes to it. */
	PIPE

}
