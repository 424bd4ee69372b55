package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which word stands in which files. Not thread-safe.
 */
class InvertedIndex {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

	private final Map<String, Version> files;

	private final Map<String, Set<String>> words;

	InvertedIndex() {
		this(new Content(Map.of(), Map.of()));
	}

	private InvertedIndex(Content content) {
		this.files = new TreeMap<>(content.files());
		this.words = new TreeMap<>();
		content.words().forEach((word, names) -> this.words.put(word, new TreeSet<>(names)));
	}

	/**
	 * Read an index.
	 * @param file the file
	 * @return what it holds; an empty index when it does not exist or cannot be
	 * understood, for an index can always be built again
	 */
	static InvertedIndex load(Path file) throws IOException {
		if (!Files.exists(file)) {
			return new InvertedIndex();
		}
		try {
			return new InvertedIndex(JSON.readValue(Files.readString(file), Content.class));
		}
		catch (JacksonException | NullPointerException | IOException ex) {
			System.out.println("Starting anew, since " + file + " is no index: " + ex.getMessage());
			return new InvertedIndex();
		}
	}

	/**
	 * Write the index beside the file first, so that nobody ever reads half of it.
	 * @param file the file
	 */
	void save(Path file) throws IOException {
		Path directory = file.getParent();
		Files.createDirectories(directory);
		Path complete = Files.createTempFile(directory, file.getFileName().toString(), ".tmp");
		try {
			Files.writeString(complete, JSON.writeValueAsString(new Content(this.files, this.words)));
			Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(complete);
		}
	}

	boolean has(String name, Version version) {
		return version.equals(this.files.get(name));
	}

	int size() {
		return this.files.size();
	}

	Set<String> find(String word) {
		return Set.copyOf(this.words.getOrDefault(word.toLowerCase(Locale.ROOT), Set.of()));
	}

	void add(String name, Version version, String text) {
		remove(name);
		this.files.put(name, version);
		NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
			.filter((word) -> !word.isEmpty())
			.forEach((word) -> this.words.computeIfAbsent(word, (key) -> new TreeSet<>()).add(name));
	}

	boolean remove(String name) {
		if (this.files.remove(name) == null) {
			return false;
		}
		this.words.values().forEach((names) -> names.remove(name));
		this.words.values().removeIf(Set::isEmpty);
		return true;
	}

	/**
	 * Forget files that are gone.
	 * @param present the files that are still there
	 * @return whether there were others
	 */
	boolean retain(Set<String> present) {
		Set<String> gone = new TreeSet<>(this.files.keySet());
		gone.removeAll(present);
		gone.forEach(this::remove);
		return !gone.isEmpty();
	}

	/**
	 * What tells one version of a file from the next.
	 *
	 * @param modified when it was written, in milliseconds since the epoch
	 * @param size its length in bytes
	 */
	record Version(long modified, long size) {

	}

	private record Content(Map<String, Version> files, Map<String, Set<String>> words) {

	}

}
