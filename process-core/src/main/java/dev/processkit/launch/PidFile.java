package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A file with the pid of the application, for those that look after it from outside. It
 * is no lock: that is {@link SingleInstanceLock}.
 *
 * @since 0.1
 */
public final class PidFile implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(PidFile.class.getName());

	private final Path file;

	private PidFile(Path file) {
		this.file = file;
	}

	/**
	 * Write the pid of this JVM, readable by all. A file that a dead process has left is
	 * replaced.
	 * @param file the file; its directory must exist
	 * @return the file, to be closed when the application ends
	 * @throws InvalidDefinitionException if the file belongs to another living process,
	 * is no pid file, or cannot be written; the property is {@code pid-file}
	 */
	public static PidFile write(Path file) {
		Path place = file.toAbsolutePath();
		try {
			requireFree(place);
			Path draft = Files.createTempFile(place.resolveSibling(""), ".pid-", "");
			try {
				Files.writeString(draft, own() + "\n");
				if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
					Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
				}
				move(draft, place);
			}
			finally {
				Files.deleteIfExists(draft);
			}
			return new PidFile(place);
		}
		catch (IOException ex) {
			throw refusal(place, "cannot be written: " + ex,
					"Use a directory that exists and that the application may write to, such as that of"
							+ " 'RuntimeDirectory=' in a unit of systemd.");
		}
	}

	/** Readers see the old file or the new one, never half of one. */
	private static void move(Path draft, Path place) throws IOException {
		try {
			Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static void requireFree(Path place) throws IOException {
		if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		if (!Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) || Files.size(place) > 100) {
			throw refusal(place, "is something else than a pid file", "Move it away, or use another path.");
		}
		Long pid = read(place);
		ProcessIdentity other = (pid != null && pid != own()) ? ProcessTable.identity(pid) : null;
		// Who started after the file was written has got the pid of the one that wrote
		// it.
		if (other != null && ProcessTable.isAlive(other)
				&& !other.startedAt().isAfter(Files.getLastModifiedTime(place).toInstant())) {
			throw refusal(place, "belongs to process %d, which runs since %s".formatted(pid, other.startedAt()),
					"Stop that one, or use another path.");
		}
	}

	private static @Nullable Long read(Path place) throws IOException {
		try {
			return Long.valueOf(Files.readString(place).strip());
		}
		catch (NumberFormatException ex) {
			// Half written by an application that then died.
			return null;
		}
	}

	private static long own() {
		return ProcessHandle.current().pid();
	}

	private static InvalidDefinitionException refusal(Path place, String problem, String remedy) {
		return new InvalidDefinitionException("pid-file", place, problem, remedy);
	}

	/** Remove the file, unless it is another's by now. */
	@Override
	public void close() {
		try {
			Long pid = Files.exists(this.file) ? read(this.file) : null;
			if (pid != null && pid == own()) {
				Files.deleteIfExists(this.file);
			}
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.WARNING, "Cannot remove '" + this.file + "'", ex);
		}
	}

}
