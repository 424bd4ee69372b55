package dev.processkit;

/**
 * Receives the text that processes print.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface OutputListener {

	/**
	 * Take one line. Called on the thread that drains the process, in order; while it
	 * runs, the pipe fills and a process that goes on printing waits, so memory stays
	 * bounded.
	 * @param instance the instance that printed it
	 * @param line the line without its end; invalid UTF-8 replaced, and cut when it is
	 * longer than 16 KiB, also where a log file has it whole
	 */
	void onLine(InstanceId instance, String line);

}
