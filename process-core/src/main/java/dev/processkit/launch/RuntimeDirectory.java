package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessLaunchException;
import org.jspecify.annotations.Nullable;

/**
 * A private directory for one run of the application. Its name tells whose run it is, so
 * that the next run can clear what a dead one has left: the directory, and processes that
 * still carry its mark. Thread-safe.
 *
 * @since 0.1
 */
public final class RuntimeDirectory implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(RuntimeDirectory.class.getName());

	/**
	 * Short, since socket files lie below it: {@code pk-<pid>-<start ticks>-<random>}.
	 */
	private static final Pattern NAME = Pattern.compile("pk-((\\d{1,10})-([0-9a-z]{1,12})-[0-9a-z]{1,6})");

	/** Held as long as the run lives, also where its pid cannot be seen. */
	private static final String LOCK = "lock";

	/** A run takes far less from its directory to its lock. */
	private static final Duration NEW = Duration.ofMinutes(1);

	private static final int ATTEMPTS = 3;

	private static final boolean POSIX = File.separatorChar == '/';

	private final Path path;

	private final String token;

	private final FileChannel lock;

	private RuntimeDirectory(Path path, String token, FileChannel lock) {
		this.path = path;
		this.token = token;
		this.lock = lock;
	}

	/**
	 * Make the directory of this run, with mode 0700, and clear those of dead runs of the
	 * same user. Two applications may do so at once.
	 * @param base the directory to make it in, created if need be; {@code null} for that
	 * of temporary files
	 * @return the directory
	 * @throws ProcessLaunchException if it cannot be made
	 */
	public static RuntimeDirectory create(@Nullable Path base) {
		Path parent = Objects.requireNonNullElseGet(base, () -> Path.of(System.getProperty("java.io.tmpdir")))
			.toAbsolutePath();
		try {
			Files.createDirectories(parent);
			RuntimeDirectory directory = make(parent);
			directory.clearDeadRuns(parent);
			return directory;
		}
		catch (IOException ex) {
			throw new ProcessLaunchException(
					"Cannot make a private directory in '%s': %s. Make it writable, or set 'process.runtime-directory'."
						.formatted(parent, ex),
					ex);
		}
	}

	/**
	 * The directory.
	 * @return an absolute path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * The name of this run, unique on the machine; no secret.
	 * @return letters, digits and dashes
	 */
	public String token() {
		return this.token;
	}

	/**
	 * Make the directory again if something has removed it: cleaners of temporary files
	 * do so after some days.
	 * @throws IOException if it cannot be made
	 */
	void ensureExists() throws IOException {
		if (Files.notExists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			Files.createDirectory(this.path, mode());
		}
	}

	/**
	 * Remove the directory and everything in it.
	 */
	@Override
	public void close() {
		try {
			this.lock.close();
			deleteTree(this.path);
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.WARNING, "Cannot remove '" + this.path + "'; the next run will try", ex);
		}
	}

	private static RuntimeDirectory make(Path parent) throws IOException {
		long pid = ProcessHandle.current().pid();
		ProcessIdentity self = Objects.requireNonNull(ProcessTable.identity(pid), "This process is not listed");
		while (true) {
			String random = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36);
			String token = pid + "-" + Long.toString(self.startTicks(), 36) + "-" + random;
			try {
				Path path = Files.createDirectory(parent.resolve("pk-" + token), mode());
				FileChannel lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW,
						StandardOpenOption.WRITE);
				lock.lock();
				return new RuntimeDirectory(path, token, lock);
			}
			catch (FileAlreadyExistsException ex) {
				LOGGER.log(System.Logger.Level.DEBUG, "The token {0} is taken, another one is tried", token);
			}
		}
	}

	private static FileAttribute<?>[] mode() {
		return POSIX
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

	private void clearDeadRuns(Path parent) throws IOException {
		try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, "pk-*")) {
			for (Path candidate : candidates) {
				Matcher name = NAME.matcher(candidate.getFileName().toString());
				if (name.matches()) {
					clearIfDead(candidate, name);
				}
			}
		}
	}

	private void clearIfDead(Path candidate, Matcher name) {
		try {
			if (isOwn(candidate) && isDead(candidate, name)) {
				if (!EnvironmentMark.killAll(EnvironmentMark.RUN, name.group(1))) {
					LOGGER.log(System.Logger.Level.WARNING, "Run {0} has left processes that KILL does not end",
							name.group(1));
				}
				deleteTree(candidate);
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// Another application clears it at the same time, as a rule.
			LOGGER.log(System.Logger.Level.DEBUG, "Cannot clear '" + candidate + "'", ex);
		}
	}

	private boolean isOwn(Path candidate) throws IOException {
		return Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS)
				&& Files.getOwner(candidate, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(this.path));
	}

	private static boolean isDead(Path candidate, Matcher name) throws IOException {
		ProcessIdentity owner = new ProcessIdentity(Long.parseLong(name.group(2)), Long.parseLong(name.group(3), 36),
				Instant.EPOCH);
		if (ProcessTable.isAlive(owner)) {
			return false;
		}
		// Its pid may mean nothing here: another container can share this directory.
		try (FileChannel lock = FileChannel.open(candidate.resolve(LOCK),
				Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
			return lock.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// Another thread of this JVM is clearing it.
			return false;
		}
		catch (NoSuchFileException ex) {
			Instant changed = Files.getLastModifiedTime(candidate, LinkOption.NOFOLLOW_LINKS).toInstant();
			return changed.plus(NEW).isBefore(Instant.now());
		}
	}

	/**
	 * Remove a directory with all that is in it, also if a process that is about to end
	 * still adds something.
	 * @param directory the directory; need not exist
	 * @throws IOException if something cannot be removed
	 */
	static void deleteTree(Path directory) throws IOException {
		for (int attempt = 1;; attempt++) {
			try {
				deleteOnce(directory);
				return;
			}
			catch (DirectoryNotEmptyException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private static void deleteOnce(Path directory) throws IOException {
		if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		// Links are files to this walk: what they point at stays.
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.deleteIfExists(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
				if (cause instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw cause;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException cause) throws IOException {
				Files.deleteIfExists(visited);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
