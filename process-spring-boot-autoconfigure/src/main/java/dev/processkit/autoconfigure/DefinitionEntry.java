package dev.processkit.autoconfigure;

import java.util.function.Function;
import java.util.regex.Pattern;

import dev.processkit.InvalidDefinitionException;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a map of definitions, its key understood: a name, a class name, or the
 * index of a list.
 *
 * @param path the path of the entry, such as {@code process.processes.mailer}
 * @param name the name of the process
 * @param type the name of the worker class, if there is one
 * @param properties what stands there
 */
record DefinitionEntry(String path, String name, @Nullable String type, DefinitionProperties properties) {

	private static final Pattern INDEX = Pattern.compile("\\d+");

	private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

	/**
	 * Understand an entry.
	 * @param root the path of the map
	 * @param key the key
	 * @param properties the value
	 * @param shorthand finds the bare class name at a path, where there is one
	 * @return the entry
	 */
	static DefinitionEntry of(String root, String key, DefinitionProperties properties,
			Function<String, @Nullable String> shorthand) {
		boolean listed = INDEX.matcher(key).matches();
		String path = path(root, key);
		String type = properties.type();
		if (type == null && properties.command() == null) {
			type = shorthand.apply(path);
			if (type == null && key.contains(".")) {
				return new DefinitionEntry(path, ProcessNames.of(key), key, properties);
			}
		}
		return new DefinitionEntry(path, listed ? nameOfElement(path, type, properties) : key, type, properties);
	}

	/**
	 * Name the place of an entry.
	 * @param root the path of the map
	 * @param key the key
	 * @return the path, as the binder knows it
	 */
	static String path(String root, String key) {
		boolean plain = !INDEX.matcher(key).matches() && PLAIN_KEY.matcher(key).matches();
		return plain ? root + "." + key : root + "[" + key + "]";
	}

	private static String nameOfElement(String path, @Nullable String type, DefinitionProperties properties) {
		if (type != null) {
			return ProcessNames.of(type);
		}
		Object value = (properties.command() != null) ? properties.command() : "";
		throw new InvalidDefinitionException(path, value,
				"has no name: only a worker class in a list gets one by itself",
				"Write a map with a name as key: 'name: {command: [...]}'.");
	}

}
