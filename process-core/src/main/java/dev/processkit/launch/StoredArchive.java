package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An archive in the cache directory with its side file, which tells size and SHA-256: a
 * JVM does not notice when bytes of an archive are wrong, it crashes.
 *
 * @param file the archive
 */
record StoredArchive(Path file) {

	static final String SUFFIX = ".jsa";

	static final String SIDE_SUFFIX = ".sha256";

	static StoredArchive in(Path directory, String key) {
		return new StoredArchive(directory.resolve(key + SUFFIX));
	}

	Path side() {
		return this.file.resolveSibling(this.file.getFileName() + SIDE_SUFFIX);
	}

	/**
	 * Check the content. Reads all of it.
	 * @return the stamp of what was checked; {@code null} if it is not there or not as it
	 * was stored
	 * @throws IOException if it cannot be read
	 */
	@Nullable FileStamp verify() throws IOException {
		FileStamp stamp = FileStamp.ofRegular(this.file);
		if (stamp == null || FileStamp.ofRegular(this.side()) == null) {
			return null;
		}
		if (!Files.readString(side()).equals(side(stamp.size(), Digests.of(this.file))) || !stamp.isCurrent()) {
			return null;
		}
		// The time of last use, by which old ones are pruned.
		Files.setLastModifiedTime(side(), FileTime.from(Instant.now()));
		return stamp;
	}

	/**
	 * Put a new archive in its place. Half of one never stands there, and without its
	 * side file none is used.
	 * @param made the complete file, in the same directory
	 * @param draft a new file for the side file, likewise
	 * @throws IOException if it cannot be written
	 */
	void store(Path made, Path draft) throws IOException {
		if (File.separatorChar == '/') {
			// The JVM makes it readable for all.
			Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
		}
		String side = side(Files.size(made), Digests.of(made));
		Files.writeString(draft, side);
		force(made);
		force(draft);
		// Not replaced in place: running JVMs have it mapped.
		Files.move(made, this.file, StandardCopyOption.ATOMIC_MOVE);
		Files.move(draft, side(), StandardCopyOption.ATOMIC_MOVE);
	}

	void delete() throws IOException {
		Files.deleteIfExists(side());
		Files.deleteIfExists(this.file);
	}

	private static void force(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
	}

	private static String side(long size, String digest) {
		return size + " " + digest + "\n";
	}

}
