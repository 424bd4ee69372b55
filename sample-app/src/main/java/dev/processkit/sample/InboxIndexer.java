package dev.processkit.sample;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;

/**
 * A standard process: indexes the text files of a folder, word by word, as long as it
 * runs. Arguments: {@code inbox}, the folder, and {@code index}, the file that holds the
 * index. What was indexed before a restart is not read again. Meanwhile it answers what
 * the application asks as {@link WordSearch}.
 */
public class InboxIndexer implements Worker, WordSearch {

	static final long LARGEST_FILE = 1 << 20;

	static final int MOST_FILES = 10_000;

	private static final Duration INTERVAL = Duration.ofMillis(500);

	/** What was skipped, and in which version, so that each is mentioned once. */
	private final Map<String, InvertedIndex.Version> skipped = new HashMap<>();

	private InvertedIndex index = new InvertedIndex();

	@Override
	public void run(WorkerContext context) throws Exception {
		Path inbox = Files.createDirectories(argument(context, "inbox"));
		Path file = argument(context, "index").toAbsolutePath();
		open(InvertedIndex.load(file));
		do {
			if (scan(inbox, this.index)) {
				this.index.save(file);
			}
		}
		while (context.sleep(INTERVAL));
	}

	synchronized void open(InvertedIndex index) {
		this.index = index;
	}

	/** Calls come on other threads than the one that scans. */
	@Override
	public synchronized Set<String> filesWith(String word) {
		return this.index.find(word);
	}

	static Path argument(WorkerContext context, String name) {
		String value = context.args().get(name);
		if (value == null || value.isBlank()) {
			throw new IllegalArgumentException("Argument '%s' of process '%s' is missing: give a path under 'args'"
				.formatted(name, context.name()));
		}
		return Path.of(value);
	}

	/**
	 * Bring the index up to date with the folder.
	 * @param inbox the folder
	 * @param index the index
	 * @return whether anything has changed
	 */
	synchronized boolean scan(Path inbox, InvertedIndex index) throws IOException {
		Set<String> present = new HashSet<>();
		boolean changed = false;
		try (Stream<Path> files = Files.list(inbox)) {
			for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
				present.add(file.getFileName().toString());
				changed |= add(file, index);
			}
		}
		this.skipped.keySet().retainAll(present);
		return index.retain(present) || changed;
	}

	private boolean add(Path file, InvertedIndex index) {
		String name = file.getFileName().toString();
		InvertedIndex.Version version = new InvertedIndex.Version(0, 0);
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			version = new InvertedIndex.Version(attributes.lastModifiedTime().toMillis(), attributes.size());
			if (index.has(name, version) || version.equals(this.skipped.get(name))) {
				return false;
			}
			if (version.size() > LARGEST_FILE) {
				throw new IOException("larger than " + LARGEST_FILE + " bytes");
			}
			if (index.size() >= MOST_FILES) {
				throw new IOException("the index is full: it holds " + MOST_FILES + " files");
			}
			index.add(name, version, Files.readString(file));
			System.out.println("Indexed " + name);
			return true;
		}
		catch (CharacterCodingException ex) {
			skip(name, version, "no UTF-8 text");
		}
		catch (IOException ex) {
			skip(name, version, String.valueOf(ex.getMessage()));
		}
		return index.remove(name);
	}

	private void skip(String name, InvertedIndex.Version version, String reason) {
		if (!version.equals(this.skipped.put(name, version))) {
			System.out.println("Skipped " + name + ": " + reason);
		}
	}

}
