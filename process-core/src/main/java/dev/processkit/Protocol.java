package dev.processkit;

/**
 * How a command talks with the application.
 *
 * @since 0.1
 */
public enum Protocol {

	/**
	 * Not at all: its standard input is empty or a plain pipe, what it prints is text.
	 */
	NONE,

	/**
	 * The control wire on its standard input and output: a full worker, which says when
	 * it is ready, sends heartbeats, answers messages and calls, and stops when asked.
	 */
	WIRE,

	/**
	 * A request a line on its standard input, a reply a line on its standard output, in
	 * the same order: what any filter does.
	 */
	LINES

}
