package dev.processkit.sample;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Programs that a machine may have or not.
 */
final class Programs {

	private Programs() {
	}

	/**
	 * Look a program up.
	 * @param name its name
	 * @return whether it is on the path
	 */
	static boolean exists(String name) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, name)));
	}

}
