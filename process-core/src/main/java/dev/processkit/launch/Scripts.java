package dev.processkit.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The shell scripts beside this class.
 */
final class Scripts {

	private Scripts() {
	}

	/**
	 * A script without its comments, which would only lengthen its command line.
	 * @param name the name of the resource
	 * @return the text for {@code sh -c}
	 */
	static String text(String name) {
		try (InputStream in = Scripts.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException(
						"The resource '%s' is missing beside %s".formatted(name, Scripts.class));
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.stripLeading().startsWith("#"))
				.collect(Collectors.joining("\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
