package dev.processkit.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The class path of worker JVMs: that of the application, however it was started. An
 * executable jar or its exploded form is turned into plain jars, once, since a JVM loads
 * those several times as fast as nested ones. Thread-safe.
 */
final class ClassPath {

	/** Boot's loader is visible to the system class loader only in its own packaging. */
	private static final String LOADER = "org/springframework/boot/loader/launch/Launcher.class";

	private final String applicationClassPath;

	private final boolean executableJar;

	private final Path directory;

	private List<Path> entries = List.of();

	/**
	 * Create the class path of this application's workers.
	 * @param directory where to extract an executable jar, if there is one
	 */
	ClassPath(Path directory) {
		this(System.getProperty("java.class.path"), ClassLoader.getSystemResource(LOADER) != null, directory);
	}

	ClassPath(String applicationClassPath, boolean executableJar, Path directory) {
		this.applicationClassPath = applicationClassPath;
		this.executableJar = executableJar;
		this.directory = directory;
	}

	/**
	 * The value for {@code -cp}. The first call may extract an executable jar, which
	 * takes a second or two; so does one that finds parts of it removed meanwhile.
	 * @return absolute entries
	 * @throws IOException if an executable jar cannot be extracted
	 */
	synchronized String value() throws IOException {
		boolean complete = !this.entries.isEmpty()
				&& (!this.executableJar || this.entries.stream().allMatch(Files::exists));
		if (!complete) {
			this.entries = entries();
		}
		return this.entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

	private List<Path> entries() throws IOException {
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
		return ExecutableArchive.extracted(entry, this.directory);
	}

}
