package dev.processkit;

/**
 * How clients reach a process.
 *
 * @since 0.1
 */
public enum ProcessKind {

	/** No endpoint: beans reach it, clients do not. */
	STANDARD,

	/** A TCP endpoint. */
	TCP,

	/** A Unix-domain socket. */
	UNIX

}
