package dev.processkit.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds processes that carry the mark of a run in their environment.
 */
final class Strays {

	private Strays() {
	}

	static List<Long> withMark(String token) throws IOException {
		try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
			return processes.filter((path) -> path.getFileName().toString().matches("\\d+"))
				.filter((path) -> environment(path).contains("PROCESSKIT_RUN=" + token))
				.map((path) -> Long.valueOf(path.getFileName().toString()))
				.toList();
		}
	}

	private static String environment(Path process) {
		try {
			return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return "";
		}
	}

}
