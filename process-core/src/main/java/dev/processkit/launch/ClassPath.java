package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The class path of worker JVMs: that of the application, however it was started. An
 * executable jar or its exploded form is turned into plain jars, once, since a JVM loads
 * those several times as fast as nested ones. Thread-safe.
 */
final class ClassPath {

	private static final System.Logger LOGGER = System.getLogger(ClassPath.class.getName());

	/** Boot's loader is visible to the system class loader only in its own packaging. */
	private static final String LOADER = "org/springframework/boot/loader/launch/Launcher.class";

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

	private List<Path> find() throws IOException {
		List<Path> found = new ArrayList<>();
		for (String entry : this.applicationClassPath.split(File.pathSeparator, -1)) {
			// Against the directory the JVM was started in, whatever 'user.dir' says now.
			Path path = Path.of(entry).toAbsolutePath().normalize();
			found.addAll((this.executableJar && Files.exists(path)) ? expand(path) : List.of(path));
		}
		return found;
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
