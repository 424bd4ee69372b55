package dev.processkit.supervisor;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Assumptions;

/**
 * What the machine has to run scripts with.
 */
final class Interpreters {

	private Interpreters() {
	}

	/** Skip the test where a program is missing. */
	static void assume(String program) {
		boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((place) -> Files.isExecutable(Path.of(place, program)));
		Assumptions.assumeTrue(found, () -> program + " is not installed");
	}

	static String script(String name) {
		try {
			return Path.of(Interpreters.class.getResource("/languages/" + name).toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
