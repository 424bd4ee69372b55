package dev.processkit.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Plain jars of an executable one, kept in the cache directory under a name that tells
 * its content: the next run has nothing to extract, and finds the class archive of the
 * same paths. Thread-safe.
 */
final class ExtractedJars {

	static final String PREFIX = "jars-";

	private static final String INDEX = "index";

	private static final String LOCK = "lock";

	/**
	 * Directories in use by this JVM, locked against others that prune, until it ends: by
	 * fcntl(2), closing the file once would undo all locks.
	 */
	private static final Map<Path, FileChannel> IN_USE = new HashMap<>();

	private ExtractedJars() {
	}

	/**
	 * Extract a jar, unless that was done before.
	 * @param jar the file
	 * @param cache the cache directory
	 * @return the class path; the jar itself if it is an ordinary one
	 * @throws IOException if it cannot be read or extracted
	 */
	static synchronized List<Path> of(Path jar, ArchiveDirectory cache) throws IOException {
		Path place = cache.path().resolve(PREFIX + JarContent.of(jar).fingerprint().substring(0, 32));
		List<Path> known = known(place);
		if (known != null) {
			return known;
		}
		Path draft = cache.draftDirectory();
		try {
			List<Path> extracted = ExecutableArchive.extracted(jar, draft);
			if (extracted.equals(List.of(jar))) {
				return extracted;
			}
			StringBuilder index = new StringBuilder();
			for (Path file : extracted) {
				index.append(line(file));
			}
			Files.writeString(draft.resolve(INDEX), index);
			Files.createFile(draft.resolve(LOCK), ArchiveDirectory.fileMode());
			if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && known(place) == null) {
				// Damaged: set aside, not deleted, for JVMs may still read it.
				Files.move(place, cache.draftDirectory().resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
				forget(place);
			}
			try {
				Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (FileSystemException ex) {
				if (known(place) == null) {
					throw ex;
				}
				// Another application was faster.
			}
			return Objects.requireNonNull(known(place), "What was just extracted is gone");
		}
		finally {
			RuntimeDirectory.deleteTree(draft);
		}
	}

	static FileTime lastUse(Path place) throws IOException {
		Path lock = place.resolve(LOCK);
		return Files.exists(lock) ? Files.getLastModifiedTime(lock) : Files.getLastModifiedTime(place);
	}

	static synchronized void removeUnlessInUse(Path place) throws IOException {
		if (IN_USE.containsKey(place)) {
			return;
		}
		try (FileChannel channel = FileChannel.open(place.resolve(LOCK),
				Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE), ArchiveDirectory.fileMode());
				FileLock lock = channel.tryLock()) {
			if (lock != null) {
				// First out of the way, so that nobody takes half of it.
				Path aside = place.resolveSibling(
						ArchiveDirectory.DRAFT + place.getFileName() + "-" + Long.toString(System.nanoTime(), 36));
				Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
				RuntimeDirectory.deleteTree(aside);
			}
		}
	}

	private static @Nullable List<Path> known(Path place) throws IOException {
		if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
			return null;
		}
		lock(place);
		// Looked at only now: who prunes moves it away before it lets go of the lock.
		if (!Files.exists(place.resolve(INDEX))) {
			forget(place);
			return null;
		}
		List<Path> files = new ArrayList<>();
		for (String line : Files.readAllLines(place.resolve(INDEX))) {
			Path file = place.resolve(line.substring(line.lastIndexOf('\t') + 1));
			if (!Files.isRegularFile(file) || !line(file).strip().equals(line)) {
				return null;
			}
			files.add(file);
		}
		Files.setLastModifiedTime(place.resolve(LOCK), FileTime.from(Instant.now()));
		return files.isEmpty() ? null : files;
	}

	private static void lock(Path place) throws IOException {
		if (!IN_USE.containsKey(place)) {
			FileChannel channel = FileChannel.open(place.resolve(LOCK), Set.of(StandardOpenOption.READ,
					StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
					ArchiveDirectory.fileMode());
			channel.lock(0, Long.MAX_VALUE, true);
			IN_USE.put(place, channel);
		}
	}

	private static void forget(Path place) throws IOException {
		FileChannel channel = IN_USE.remove(place);
		if (channel != null) {
			channel.close();
		}
	}

	private static String line(Path file) throws IOException {
		return Files.size(file) + "\t" + Files.getLastModifiedTime(file).toMillis() + "\t" + file.getFileName() + "\n";
	}

}
