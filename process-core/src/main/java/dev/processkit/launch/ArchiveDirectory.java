package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The cache directory, shared by the applications of one user. What lies in it is code
 * for every worker, so nobody else may write to it.
 */
final class ArchiveDirectory {

	static final String DRAFT = "draft-";

	private static final boolean POSIX = File.separatorChar == '/';

	private static final FileAttribute<?>[] OWNER_ONLY = POSIX
			? new FileAttribute<?>[] {
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
			: new FileAttribute<?>[0];

	/**
	 * Applications of this JVM; for those of others there is a lock on a file. By
	 * fcntl(2), whoever closes a file loses all locks of its process on it.
	 */
	private static final ReentrantLock THIS_JVM = new ReentrantLock();

	private final Path path;

	private ArchiveDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Open the directory, made if need be.
	 * @param configured where; {@code null} for the user's cache directory
	 * @param user who we are
	 * @return the directory
	 * @throws IOException if it cannot be made or is not safe; the message says why
	 */
	static ArchiveDirectory open(@Nullable Path configured, UserPrincipal user) throws IOException {
		Path wanted = Objects.requireNonNullElseGet(configured,
				() -> byDefault(System.getenv(), System.getProperty("user.home")));
		Path path;
		try {
			Files.createDirectories(wanted.toAbsolutePath(), OWNER_ONLY);
			path = wanted.toRealPath();
		}
		catch (IOException ex) {
			throw new IOException("the directory '%s' cannot be made: %s".formatted(wanted, ex), ex);
		}
		if (!Files.getOwner(path).equals(user)) {
			throw new InsecureException("the directory '%s' belongs to %s".formatted(path, Files.getOwner(path)));
		}
		if (isOpenTo(path, PosixFilePermission.GROUP_WRITE) || isOpenTo(path, PosixFilePermission.OTHERS_WRITE)) {
			throw new InsecureException("the directory '%s' can be written to by others".formatted(path));
		}
		for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
			if (isOpenTo(parent, PosixFilePermission.OTHERS_WRITE) && !isSticky(parent)) {
				throw new InsecureException(
						"the directory '%s' above it can be written to by others".formatted(parent));
			}
		}
		if (!Files.isWritable(path)) {
			throw new IOException("the directory '%s' cannot be written to".formatted(path));
		}
		return new ArchiveDirectory(path);
	}

	static Path byDefault(Map<String, String> environment, @Nullable String home) {
		String cache = environment.get("XDG_CACHE_HOME");
		Path base = (cache != null && Path.of(cache).isAbsolute()) ? Path.of(cache)
				: Path.of(Objects.requireNonNullElse(home, "."), ".cache");
		return base.resolve("processkit").resolve("class-archives");
	}

	Path path() {
		return this.path;
	}

	/**
	 * Make a file that only we can read, to be renamed when it is complete.
	 * @return the file, empty
	 * @throws IOException if it cannot be made
	 */
	Path draft() throws IOException {
		return Files.createTempFile(this.path, DRAFT, "");
	}

	Path draftDirectory() throws IOException {
		return Files.createTempDirectory(this.path, DRAFT);
	}

	/**
	 * Do something while no other application makes archives here. Waits for it.
	 * @param <T> the type of the result
	 * @param action what to do
	 * @return what comes of it
	 * @throws Exception if the action fails or the wait is interrupted
	 */
	<T> T exclusively(Callable<T> action) throws Exception {
		THIS_JVM.lockInterruptibly();
		try (FileChannel channel = FileChannel.open(this.path.resolve("lock"),
				Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), fileMode());
				FileLock lock = channel.lock()) {
			Objects.requireNonNull(lock);
			return action.call();
		}
		finally {
			THIS_JVM.unlock();
		}
	}

	static FileAttribute<?>[] directoryMode() {
		return OWNER_ONLY;
	}

	static FileAttribute<?>[] fileMode() {
		return POSIX
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	private static boolean isOpenTo(Path directory, PosixFilePermission permission) throws IOException {
		return POSIX && Files.getPosixFilePermissions(directory).contains(permission);
	}

	private static boolean isSticky(Path directory) throws IOException {
		return ((Integer) Files.getAttribute(directory, "unix:mode") & 01000) != 0;
	}

	/**
	 * Others could put their code into our workers.
	 */
	static final class InsecureException extends IOException {

		InsecureException(String message) {
			super(message);
		}

	}

}
