package dev.processkit.worker;

/**
 * How messages get from the inbox to the handler.
 */
interface Handling {

	/**
	 * Messages have come, or may be handled again. Does not wait for them to be handled.
	 */
	void proceed();

}
