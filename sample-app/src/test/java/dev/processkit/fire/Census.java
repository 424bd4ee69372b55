package dev.processkit.fire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operating system's own view: the children of one run of an application, by the mark
 * in their environment. What waits for being reaped has none; see proc(5).
 */
final class Census {

	private static final Pattern RUN = Pattern.compile("(^|\0)(PROCESSKIT_RUN=[^\0]+)\0");

	private final String mark;

	/**
	 * Create a census.
	 * @param pid a process of the run
	 */
	Census(long pid) {
		Matcher run = RUN.matcher(environment(Long.toString(pid)));
		if (!run.find()) {
			throw new IllegalStateException("Process " + pid + " carries no mark");
		}
		this.mark = run.group(2) + '\0';
	}

	/**
	 * Count.
	 * @return the pids of all that live
	 */
	Set<Long> take() {
		try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
			return entries.map((entry) -> entry.getFileName().toString())
				.filter((name) -> name.chars().allMatch(Character::isDigit))
				.filter((pid) -> environment(pid).contains(this.mark))
				.map(Long::valueOf)
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String environment(String pid) {
		try {
			return new String(Files.readAllBytes(Path.of("/proc", pid, "environ")), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// It has just ended, or is another user's.
			return "";
		}
	}

}
