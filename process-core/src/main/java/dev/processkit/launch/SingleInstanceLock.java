package dev.processkit.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessLaunchException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one application of a name run at a time. What counts is a lock that the operating
 * system holds on a file for as long as this JVM lives, however that ends; the pid in the
 * file is for people. The file itself stays. Thread-safe.
 *
 * @since 0.1
 */
public final class SingleInstanceLock implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(SingleInstanceLock.class.getName());

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

	/** Beyond the text: where locks are mandatory, a locked byte cannot be read. */
	private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

	/**
	 * Held by this JVM. By fcntl(2), whoever closes a file loses all locks of its process
	 * on it, so that these must not even be opened.
	 */
	private static final Set<Path> HELD = new HashSet<>();

	private final Path file;

	private final FileChannel channel;

	private SingleInstanceLock(Path file, FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Take the lock. Does not wait.
	 * @param name the name of the application: a letter or digit, then letters, digits,
	 * dots, dashes and underscores, at most 100
	 * @param directory the directory of the file, made if need be; {@code null} for that
	 * of the user
	 * @return the lock, to be closed after everything that it protects
	 * @throws InvalidDefinitionException if the name is none, or another application of
	 * that name runs; the property is {@code name}
	 * @throws ProcessLaunchException if the file cannot be made
	 */
	public static SingleInstanceLock acquire(String name, @Nullable Path directory) {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidDefinitionException("name", name, "is no name for a lock",
					"Use a letter or digit, then letters, digits, '.', '_' or '-', 100 at most.");
		}
		Path place = (directory != null) ? directory : byDefault();
		try {
			Files.createDirectories(place);
			return lock(name, place.toRealPath().resolve(name + ".lock"));
		}
		catch (HeldException ex) {
			throw taken(name, ex);
		}
		catch (IOException ex) {
			throw new ProcessLaunchException(
					"Cannot lock the name '%s' in '%s': %s. Make it writable, or set 'process.single-instance.directory'."
						.formatted(name, place, ex),
					ex);
		}
	}

	private static Path byDefault() {
		return ArchiveDirectory.byDefault(System.getenv(), System.getProperty("user.home")).resolveSibling("locks");
	}

	/**
	 * Take the lock on a file. Does not wait.
	 * @param name what is locked, for people
	 * @param file the file, made if need be; its directory without links in it
	 * @return the lock
	 * @throws HeldException if another has it
	 * @throws IOException if the file cannot be made
	 */
	static SingleInstanceLock lock(String name, Path file) throws IOException {
		synchronized (HELD) {
			if (HELD.contains(file)) {
				throw new HeldException(file, "this very JVM (pid %d)".formatted(ProcessHandle.current().pid()));
			}
			FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
					StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), ArchiveDirectory.fileMode());
			try {
				if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
					throw new HeldException(file, holder(file));
				}
				channel.truncate(0);
				channel.write(ByteBuffer.wrap(self(name).getBytes(StandardCharsets.UTF_8)), 0);
				HELD.add(file);
				return new SingleInstanceLock(file, channel);
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}
	}

	private static String self(String name) {
		ProcessIdentity self = ProcessTable.identity(ProcessHandle.current().pid());
		Instant started = (self != null) ? self.startedAt().truncatedTo(ChronoUnit.SECONDS) : Instant.EPOCH;
		return "pid %d\nstarted %s\nlocked %s\nname %s\n".formatted(ProcessHandle.current().pid(), started,
				Instant.now().truncatedTo(ChronoUnit.SECONDS), name);
	}

	/** It may not have written down who it is yet. */
	private static String holder(Path file) throws IOException {
		List<String> lines = Files.readAllLines(file);
		return (lines.size() < 3) ? "a process that has not said who it is"
				: String.join(", ", lines.subList(0, 3)).replace("locked ", "holding the lock since ");
	}

	private static InvalidDefinitionException taken(String name, HeldException held) {
		return new InvalidDefinitionException("name", name,
				"is taken: an application of that name runs already (%s)".formatted(held.getMessage()),
				"Stop that one, give this one another 'process.single-instance.name', or set"
						+ " 'process.single-instance.enabled' to false.");
	}

	/**
	 * Where the lock is.
	 * @return the file
	 */
	public Path file() {
		return this.file;
	}

	/** Give the lock back. The file stays: another may be waiting to lock it. */
	@Override
	public void close() {
		synchronized (HELD) {
			if (!HELD.remove(this.file)) {
				return;
			}
			try (this.channel) {
				this.channel.truncate(0);
			}
			catch (IOException ex) {
				LOGGER.log(System.Logger.Level.DEBUG, "The text of '" + this.file + "' stays", ex);
			}
		}
	}

	/**
	 * Another has the lock. The message says who, and where the file is.
	 */
	static final class HeldException extends IOException {

		HeldException(Path file, String holder) {
			super("%s; '%s'".formatted(holder, file));
		}

	}

}
