package dev.processkit.autoconfigure;

/**
 * What {@code on-give-up: shutdown-application} does. By default the application exits
 * with code 1; a bean of this type does something else instead.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ApplicationShutdown {

	/**
	 * Shut the application down. Called on a thread of its own.
	 * @param reason which process was given up, and why
	 */
	void shutdown(String reason);

}
