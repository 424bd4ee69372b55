package dev.processkit;

/**
 * Somebody follows what is printed, until this is closed. Thread-safe.
 *
 * @since 0.1
 */
public interface LogFollow extends AutoCloseable {

	/** How many may follow at once. */
	int MOST = 64;

	/** How many lines wait for a slow follower, and how many of the last can be had. */
	int LINES = 10_000;

	/**
	 * Whether lines still come.
	 * @return {@code false} once it is closed, or its consumer threw
	 */
	boolean isOpen();

	/**
	 * Follow no longer. Returns at once; a call of the consumer that is under way ends,
	 * and no other begins. Without effect when it is closed.
	 */
	@Override
	void close();

}
