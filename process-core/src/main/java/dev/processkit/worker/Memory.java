package dev.processkit.worker;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The memory of this process and of the machine, as the kernel tells it.
 */
class Memory {

	/** What is told where the platform does not say. */
	static final long UNKNOWN = -1;

	private static final int KIBIBYTE = 1024;

	/** Resident memory of this process in bytes, or {@link #UNKNOWN}. */
	long resident() {
		return read("/proc/self/status", "VmRSS:");
	}

	/** Memory in bytes that the machine can give without swapping, or UNKNOWN. */
	long available() {
		return read("/proc/meminfo", "MemAvailable:");
	}

	private static long read(String file, String key) {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(new FileInputStream(file), StandardCharsets.US_ASCII))) {
			String line = reader.readLine();
			while (line != null && !line.startsWith(key)) {
				line = reader.readLine();
			}
			return (line != null) ? kibibytes(line.substring(key.length()).strip()) : UNKNOWN;
		}
		catch (IOException | NumberFormatException ex) {
			// Not Linux, or not what we know: the limits on memory are without effect.
			return UNKNOWN;
		}
	}

	private static long kibibytes(String value) {
		int end = value.indexOf(' ');
		return Long.parseLong((end < 0) ? value : value.substring(0, end)) * KIBIBYTE;
	}

}
