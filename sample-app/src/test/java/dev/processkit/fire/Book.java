package dev.processkit.fire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one process has entered, in a file of its own that outlives it.
 */
final class Book {

	private final Path file;

	Book(Path directory) {
		this.file = directory.resolve(ProcessHandle.current().pid() + ".book");
	}

	String enter(String id) {
		try {
			// One write with O_APPEND: whole or not at all, even when the writer is
			// killed.
			Files.writeString(this.file, id + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			return id;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Count how often each id was entered.
	 * @param directory where the books are
	 * @return the numbers by id
	 */
	static Map<String, Integer> count(Path directory) throws IOException {
		Map<String, Integer> entries = new HashMap<>();
		try (Stream<Path> books = Files.list(directory)) {
			for (Path book : books.toList()) {
				List<String> ids = Files.readAllLines(book);
				ids.forEach((id) -> entries.merge(id, 1, Integer::sum));
			}
		}
		return entries;
	}

}
