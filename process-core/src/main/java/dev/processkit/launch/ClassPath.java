package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The class path of worker JVMs: that of the application, however it was started. An
 * executable jar or its exploded form is turned into plain jars, once, since a JVM loads
 * those several times as fast as nested ones. Thread-safe.
 */
final class ClassPath {

	/** Boot's loader is visible to the system class loader only in its own packaging. */
	private static final String LOADER = "org/springframework/boot/loader/launch/Launcher.class";

	private static final System.Logger LOGGER = System.getLogger(ClassPath.class.getName());

	private static final boolean POSIX = File.separatorChar == '/';

	private final String applicationClassPath;

	private final boolean executableJar;

	private final Path directory;

	private final Callable<@Nullable ArchiveDirectory> cache;

	private List<Path> entries = List.of();

	/**
	 * Create the class path of this application's workers.
	 * @param applicationClassPath the class path of the application
	 * @param directory where to extract an executable jar, if there is one
	 * @param cache opens the directory where extracted jars outlive this run; gives
	 * {@code null} where there is none
	 */
	ClassPath(String applicationClassPath, Path directory, Callable<@Nullable ArchiveDirectory> cache) {
		this(applicationClassPath, ClassLoader.getSystemResource(LOADER) != null, directory, cache);
	}

	ClassPath(String applicationClassPath, boolean executableJar, Path directory,
			Callable<@Nullable ArchiveDirectory> cache) {
		this.applicationClassPath = applicationClassPath;
		this.executableJar = executableJar;
		this.directory = directory;
		this.cache = cache;
	}

	/**
	 * Write a class path as {@code -cp} takes it.
	 * @param entries its entries
	 * @return the value
	 */
	static String value(List<Path> entries) {
		return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * The entries. The first call may extract an executable jar, which takes a second or
	 * two; so does one that finds parts of it removed meanwhile.
	 * @return absolute entries
	 * @throws IOException if an executable jar cannot be extracted
	 */
	synchronized List<Path> entries() throws IOException {
		boolean complete = !this.entries.isEmpty()
				&& (!this.executableJar || this.entries.stream().allMatch(Files::exists));
		if (!complete) {
			this.entries = find();
		}
		return this.entries;
	}

	/**
	 * Whether a JVM that runs may have other classes than one that is launched now. An
	 * entry counts as changed when its inode did, so that a file put in its place counts
	 * although it is older.
	 * @param launched when the JVM was launched
	 * @param inside whether to look into directories too, of which a JVM that has loaded
	 * none of the application's classes yet always takes what is there
	 * @return whether an entry was changed
	 */
	synchronized boolean changedSince(Instant launched, boolean inside) {
		try {
			for (Path entry : this.entries) {
				if (Files.isDirectory(entry) ? (inside && anyNewer(entry, launched)) : isNewer(entry, launched)) {
					return true;
				}
			}
			return false;
		}
		catch (IOException | UncheckedIOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "The class path cannot be read", ex);
			return true;
		}
	}

	private static boolean anyNewer(Path directory, Instant launched) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				if (isNewer(file, launched)) {
					return true;
				}
			}
			return false;
		}
	}

	private static boolean isNewer(Path file, Instant launched) throws IOException {
		try {
			FileTime changed = (FileTime) Files.getAttribute(file, POSIX ? "unix:ctime" : "lastModifiedTime");
			return changed.toInstant().isAfter(launched);
		}
		catch (NoSuchFileException ex) {
			// Class paths name what does not exist, without effect.
			return false;
		}
	}

	private List<Path> find() throws IOException {
		List<Path> found = new ArrayList<>();
		for (String entry : this.applicationClassPath.split(File.pathSeparator, -1)) {
			// Against the directory the JVM was started in, whatever 'user.dir' says now.
			Path path = Path.of(entry).toAbsolutePath().normalize();
			found.addAll((this.executableJar && Files.exists(path)) ? expand(path) : List.of(path));
		}
		// Extracted jars keep the order in which Boot's own loader would search them.
		return this.executableJar ? found : OwnJar.first(found, OwnJar.ofThisJvm());
	}

	private List<Path> expand(Path entry) throws IOException {
		if (Files.isDirectory(entry)) {
			return ExecutableArchive.exploded(entry);
		}
		try {
			ArchiveDirectory shared = this.cache.call();
			if (shared != null) {
				return ExtractedJars.of(entry, shared);
			}
		}
		catch (Exception ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "'" + entry + "' is extracted for this run only", ex);
		}
		return ExecutableArchive.extracted(entry, this.directory);
	}

}
