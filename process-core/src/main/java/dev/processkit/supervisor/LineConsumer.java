package dev.processkit.supervisor;

import dev.processkit.InstanceId;

/**
 * Somebody who is handed lines as they come. Thread-safe.
 */
interface LineConsumer {

	/**
	 * Whether the lines of an instance are wanted.
	 * @param instance the instance, also one that is launched later
	 * @return whether it is meant
	 */
	boolean follows(InstanceId instance);

	/**
	 * Take a line. Called by whoever drains the instance: must not block.
	 * @param instance the instance
	 * @param number the number of the line
	 * @param line the line
	 */
	void add(InstanceId instance, long number, String line);

}
