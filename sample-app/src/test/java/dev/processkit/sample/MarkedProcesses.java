package dev.processkit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds processes by what stands in their environment or on their command line. What has
 * ended and waits for being reaped has neither, so it is not found; see proc(5).
 */
final class MarkedProcesses {

	private MarkedProcesses() {
	}

	/**
	 * Find all processes of a run: workers, commands, their descendants and the guardian.
	 * @param token the token of the run
	 * @return their pids, with their command lines
	 */
	static List<String> ofRun(String token) {
		// The guardian has the token on its command line alone.
		return find((pid) -> read(pid, "environ").contains("PROCESSKIT_RUN=" + token + '\0')
				|| read(pid, "cmdline").contains("processkit-guardian\0" + token));
	}

	/**
	 * Find all processes of an instance, its descendants included.
	 * @param token the token of the run
	 * @param instance the instance
	 * @return their pids, with their command lines
	 */
	static List<String> ofInstance(String token, String instance) {
		return find((pid) -> read(pid, "environ").contains("PROCESSKIT_INSTANCE=" + token + "/" + instance + '\0'));
	}

	/**
	 * Find processes by what they were started with.
	 * @param text part of the command line
	 * @return their pids, with their command lines
	 */
	static List<String> withArgument(String text) {
		return find((pid) -> read(pid, "cmdline").contains(text));
	}

	private static List<String> find(Predicate<String> condition) {
		try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
			return entries.map((entry) -> entry.getFileName().toString())
				.filter((name) -> name.chars().allMatch(Character::isDigit))
				.filter(condition)
				.map((pid) -> pid + " " + read(pid, "cmdline").replace('\0', ' '))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(String pid, String file) {
		try {
			return new String(Files.readAllBytes(Path.of("/proc", pid, file)), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// It has just ended, or is another user's.
			return "";
		}
	}

}
