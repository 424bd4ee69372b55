package dev.processkit.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What proc(5) says about this JVM.
 */
public final class OwnProcess {

	private OwnProcess() {
	}

	/**
	 * Read field 22 of {@code /proc/self/stat}, counted from the end of the command name,
	 * which may hold blanks.
	 * @return the start time in clock ticks since boot
	 */
	public static long startTicks() {
		try {
			String stat = Files.readString(Path.of("/proc/self/stat"));
			return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
