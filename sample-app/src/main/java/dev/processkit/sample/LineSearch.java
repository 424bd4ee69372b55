package dev.processkit.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds lines by regular expression. There are expressions that would take years, and a
 * thread that matches one cannot be stopped; so this runs as a task, in a JVM that can.
 */
final class LineSearch {

	static final int MOST_LINES = 100;

	private LineSearch() {
	}

	/**
	 * Find lines.
	 * @param directory where the files are
	 * @param expression what a line must have
	 * @return the lines after the names of their files, in the order of these, not more
	 * than {@value #MOST_LINES}
	 * @throws java.util.regex.PatternSyntaxException if the expression is none
	 */
	static List<String> find(Path directory, String expression) throws IOException {
		Pattern pattern = Pattern.compile(expression);
		List<String> found = new ArrayList<>();
		try (Stream<Path> files = Files.list(directory)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				// What is no UTF-8 has replacement characters.
				new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines()
					.filter(pattern.asPredicate())
					.limit(MOST_LINES - found.size())
					.forEach((line) -> found.add(file.getFileName() + ": " + line));
			}
		}
		return found;
	}

}
