package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps the cache directory small: what was not used for longest goes first. Only under
 * the lock of the directory. An archive may be in use elsewhere: JVMs that have it keep
 * it, and the next ones start without.
 */
final class ArchivePruning {

	static final int MOST = 24;

	static final long LARGEST = 1L << 30;

	/** No dump takes as long; extractions are made without the lock. */
	private static final Duration DEAD = Duration.ofMinutes(15);

	private ArchivePruning() {
	}

	/**
	 * Remove the oldest.
	 * @param directory the cache directory
	 * @param keep what stays in any case
	 * @throws IOException if the directory cannot be read
	 */
	static void prune(Path directory, Set<Path> keep) throws IOException {
		List<Entry> entries = entries(directory);
		entries.sort(Comparator.comparing(Entry::lastUse).reversed());
		long size = 0;
		int count = 0;
		for (Entry entry : entries) {
			size += entry.size;
			count++;
			if ((count > MOST || size > LARGEST) && !keep.contains(entry.path)) {
				remove(entry.path);
			}
		}
	}

	/**
	 * Remove what applications left that were killed.
	 * @param directory the cache directory
	 * @throws IOException if the directory cannot be read
	 */
	static void removeDrafts(Path directory) throws IOException {
		try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, ArchiveDirectory.DRAFT + "*")) {
			for (Path draft : drafts) {
				boolean extraction = Files.isDirectory(draft, LinkOption.NOFOLLOW_LINKS);
				Instant modified = Files.getLastModifiedTime(draft, LinkOption.NOFOLLOW_LINKS).toInstant();
				if (!extraction || modified.plus(DEAD).isBefore(Instant.now())) {
					RuntimeDirectory.deleteTree(draft);
				}
			}
		}
	}

	private static List<Entry> entries(Path directory) throws IOException {
		List<Entry> entries = new ArrayList<>();
		try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
			for (Path path : all) {
				String name = String.valueOf(path.getFileName());
				if (name.endsWith(StoredArchive.SUFFIX)) {
					Path side = new StoredArchive(path).side();
					// Without its side file it is of no use.
					FileTime lastUse = Files.exists(side) ? Files.getLastModifiedTime(side) : FileTime.fromMillis(0);
					entries.add(new Entry(path, Files.size(path), lastUse));
				}
				else if (name.startsWith(ExtractedJars.PREFIX)) {
					entries.add(new Entry(path, size(path), ExtractedJars.lastUse(path)));
				}
			}
		}
		return entries;
	}

	private static long size(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.mapToLong((file) -> file.toFile().length()).sum();
		}
	}

	private static void remove(Path path) throws IOException {
		if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			ExtractedJars.removeUnlessInUse(path);
		}
		else {
			new StoredArchive(path).delete();
		}
	}

	private record Entry(Path path, long size, FileTime lastUse) {

	}

}
