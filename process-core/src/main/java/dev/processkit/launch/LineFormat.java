package dev.processkit.launch;

import java.nio.charset.StandardCharsets;

/**
 * How a line looks in a file.
 */
interface LineFormat {

	/** As it was printed. */
	LineFormat TEXT = (line) -> line.getBytes(StandardCharsets.UTF_8);

	/**
	 * Make the bytes of a line.
	 * @param line the line
	 * @return the bytes, without a line end and with none in between
	 */
	byte[] format(String line);

	/**
	 * Say who prints.
	 * @param pid the process
	 * @param stream what it prints to; empty if that is not known
	 */
	default void from(long pid, String stream) {
	}

}
