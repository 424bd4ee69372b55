package dev.processkit.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names for processes that were given none: the simple name of the class in kebab case.
 * {@code com.acme.HeartbeatProcess} is {@code heartbeat-process}, {@code HTMLParser2} is
 * {@code html-parser2}, and of a nested class only the innermost name counts.
 */
final class ProcessNames {

	/** Between a small letter or digit and a capital, and before a capital's own word. */
	private static final Pattern WORD_BOUNDARY = Pattern
		.compile("(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

	private ProcessNames() {
	}

	static String of(Class<?> type) {
		return of(type.getName());
	}

	static String of(String className) {
		String simple = className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
		return WORD_BOUNDARY.matcher(simple).replaceAll("-").replace('_', '-').toLowerCase(Locale.ROOT);
	}

}
