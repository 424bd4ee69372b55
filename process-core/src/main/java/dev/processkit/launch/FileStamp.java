package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What the file system says of a file. Two equal ones mean the same content, unless it
 * changed twice within one tick of the kernel's clock; see {@link #settledAt}.
 *
 * @param path the file
 * @param size its bytes
 * @param modified when it was written last, which anybody can set
 * @param changed when anything about it changed last, which nobody can set; the same as
 * {@code modified} where the platform does not tell
 * @param key which file it is
 */
record FileStamp(Path path, long size, FileTime modified, FileTime changed, String key) {

	/** Coarse file systems tell two seconds; network clocks may be a little off. */
	private static final Duration COARSE = Duration.ofSeconds(3);

	private static final boolean UNIX = File.separatorChar == '/';

	static FileStamp of(Path path) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
		FileTime changed = UNIX ? (FileTime) Files.getAttribute(path, "unix:ctime") : attributes.lastModifiedTime();
		return new FileStamp(path, attributes.size(), attributes.lastModifiedTime(),
				Objects.requireNonNull(changed, "No ctime"), String.valueOf(attributes.fileKey()));
	}

	static @Nullable FileStamp ofRegular(Path path) throws IOException {
		return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? of(path) : null;
	}

	/**
	 * Whether a change after a moment shows in the stamp for sure.
	 * @param moment when the file was looked at
	 * @return {@code false} if the file was too young then
	 */
	boolean settledAt(Instant moment) {
		return this.changed.toInstant().plus(COARSE).isBefore(moment);
	}

	boolean isCurrent() {
		try {
			return equals(of(this.path));
		}
		catch (IOException ex) {
			// Gone, as a rule; in any case not as it was.
			return false;
		}
	}

}
