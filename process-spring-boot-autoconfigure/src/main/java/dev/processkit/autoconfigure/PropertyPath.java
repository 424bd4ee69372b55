package dev.processkit.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;

import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

/**
 * Where in the configuration a value stands, so that a refusal can name it.
 */
final class PropertyPath {

	private PropertyPath() {
	}

	/**
	 * Make something, and name the place should it be refused.
	 * @param <T> what is made
	 * @param prefix the path of what is made
	 * @param factory makes it
	 * @return what was made
	 */
	static <T> T at(String prefix, Supplier<T> factory) {
		try {
			return factory.get();
		}
		catch (InvalidDefinitionException ex) {
			throw ex.within(prefix);
		}
	}

	/**
	 * The more specific of two values.
	 * @param <T> the type of the values
	 * @param value the value of the definition
	 * @param inherited the value of {@code defaults}
	 * @return the first that is present
	 */
	static <T> @Nullable T either(@Nullable T value, @Nullable T inherited) {
		return (value != null) ? value : inherited;
	}

	/**
	 * Read a path of the file system. Not bound as such, because Spring would look for it
	 * on the class path first.
	 * @param property the property that holds it
	 * @param text the path, or {@code null}
	 * @return the path, or {@code null}
	 */
	static @Nullable Path file(String property, @Nullable String text) {
		if (text == null || text.isBlank()) {
			return null;
		}
		try {
			return Path.of(text);
		}
		catch (InvalidPathException ex) {
			throw new InvalidDefinitionException(property, text, "is no path (" + ex.getReason() + ")",
					"Write it as the operating system does.");
		}
	}

}
