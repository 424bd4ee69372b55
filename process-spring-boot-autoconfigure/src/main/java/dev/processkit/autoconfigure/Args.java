package dev.processkit.autoconfigure;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Flattens arguments to dotted keys with list indexes in brackets, such as
 * {@code servers[0].host}.
 */
final class Args {

	private static final Pattern INDEX = Pattern.compile("\\.(\\d+)(?=\\.|\\[|$)");

	private Args() {
	}

	/**
	 * Flatten what a bean gave.
	 * @param args maps, collections, arrays and plain values, nested as you like
	 * @return the flat arguments; {@code null} and empty collections become empty text
	 */
	static Map<String, String> flatten(Map<String, ?> args) {
		Map<String, String> flat = new LinkedHashMap<>();
		args.forEach((key, value) -> put(flat, key, value));
		return flat;
	}

	private static void put(Map<String, String> flat, String path, @Nullable Object value) {
		if (value instanceof Map<?, ?> map && !map.isEmpty()) {
			map.forEach((key, nested) -> put(flat, path + "." + key, nested));
		}
		else if (value instanceof Collection<?> elements && !elements.isEmpty()) {
			int index = 0;
			for (Object element : elements) {
				put(flat, path + "[" + index++ + "]", element);
			}
		}
		else if (ObjectUtils.isArray(value) && !ObjectUtils.isEmpty(value)) {
			put(flat, path, Arrays.asList(ObjectUtils.toObjectArray(value)));
		}
		else {
			flat.put(path, ObjectUtils.isEmpty(value) ? "" : String.valueOf(value));
		}
	}

	/**
	 * Write the indexes of lists in brackets again. The binder flattens lists like maps
	 * with the keys 0, 1, 2 …, so a number is an index if its siblings begin with 0.
	 * @param bound the arguments as they were bound
	 * @return the flat arguments
	 */
	static Map<String, String> ofBound(Map<String, String> bound) {
		Map<String, String> flat = new LinkedHashMap<>();
		bound.forEach((key, value) -> flat.put(withIndexes(key, bound), value));
		return flat;
	}

	private static String withIndexes(String key, Map<String, String> bound) {
		Matcher matcher = INDEX.matcher(key);
		StringBuilder result = new StringBuilder();
		while (matcher.find()) {
			String first = key.substring(0, matcher.start()) + ".0";
			boolean list = bound.keySet()
				.stream()
				.anyMatch((other) -> other.equals(first) || other.startsWith(first + "."));
			matcher.appendReplacement(result, list ? "[$1]" : ".$1");
		}
		return matcher.appendTail(result).toString();
	}

}
