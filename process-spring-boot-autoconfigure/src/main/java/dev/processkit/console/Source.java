package dev.processkit.console;

/**
 * Where the notifications of a subscription come from.
 */
@FunctionalInterface
interface Source {

	/**
	 * Begin to tell.
	 * @param listener takes what there is to tell, on any thread, and never blocks
	 * @return ends it when it is closed; called once
	 */
	AutoCloseable open(Listener listener);

	/**
	 * Takes notifications.
	 */
	@FunctionalInterface
	interface Listener {

		/**
		 * Pass a line on. Thread-safe, does not block; a client that does not keep up is
		 * disconnected, and hears nothing more.
		 * @param instance which instance the line is from
		 * @param line the line
		 */
		void line(String instance, String line);

	}

}
