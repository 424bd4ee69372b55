package dev.processkit.launch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import dev.processkit.ProcessLaunchException;
import org.jspecify.annotations.Nullable;

/**
 * Finds programs by the rules of execvp(3), before they are launched: behind
 * {@code setsid} a missing one would only be an exit code 127.
 */
final class Executables {

	private static final boolean WINDOWS = File.separatorChar == '\\';

	/** What execvp(3) takes when PATH is not set. */
	private static final String DEFAULT_PATH = "/bin:/usr/bin";

	private Executables() {
	}

	/**
	 * Check that a command can be launched.
	 * @param program the executable as written
	 * @param directory the working directory; {@code null} for the application's own
	 * @param environment the environment of the child
	 * @throws ProcessLaunchException if the directory or the executable is missing
	 */
	static void check(String program, @Nullable Path directory, Map<String, String> environment) {
		if (directory != null && !Files.isDirectory(directory)) {
			throw new ProcessLaunchException(
					"Cannot launch '%s': its directory '%s' %s. Create it, or correct 'directory'.".formatted(program,
							directory, Files.exists(directory) ? "is no directory" : "does not exist"),
					null);
		}
		if (WINDOWS) {
			// CreateProcess has its own rules and reports a missing program itself.
			return;
		}
		if (program.indexOf('/') < 0) {
			String path = Objects.requireNonNullElse(environment.get("PATH"), DEFAULT_PATH);
			if (search(program, path, directory) == null) {
				throw new ProcessLaunchException(("Cannot launch '%s': there is no such executable on the PATH '%s'. "
						+ "Install it, give its absolute path, or set PATH under 'environment'.")
					.formatted(program, path), null);
			}
			return;
		}
		checkFile(program, (directory != null) ? directory.resolve(program) : Path.of(program));
	}

	private static void checkFile(String program, Path file) {
		if (!Files.exists(file)) {
			throw new ProcessLaunchException(
					("Cannot launch '%s': the file '%s' does not exist. Correct the first element of 'command'; "
							+ "a relative path counts from 'directory'.")
						.formatted(program, file.toAbsolutePath().normalize()),
					null);
		}
		if (!isExecutable(file)) {
			throw new ProcessLaunchException(
					"Cannot launch '%s': '%s' %s. Make it executable (chmod +x), or name its interpreter first."
						.formatted(program, file.toAbsolutePath().normalize(),
								Files.isDirectory(file) ? "is a directory" : "is not executable"),
					null);
		}
	}

	/**
	 * Search a PATH.
	 * @param program a bare name
	 * @param path the directories, separated as usual; {@code null} for the default
	 * @return the first executable of that name; {@code null} if there is none
	 */
	static @Nullable Path search(String program, @Nullable String path) {
		return search(program, Objects.requireNonNullElse(path, DEFAULT_PATH), null);
	}

	private static @Nullable Path search(String program, String path, @Nullable Path directory) {
		for (String entry : path.split(File.pathSeparator, -1)) {
			try {
				// An empty or relative entry counts from the working directory.
				Path place = (directory != null) ? directory.resolve(entry) : Path.of(entry);
				if (isExecutable(place.resolve(program))) {
					return place.resolve(program);
				}
			}
			catch (InvalidPathException ex) {
				// Nothing can be found behind a name that no file can have.
				continue;
			}
		}
		return null;
	}

	private static boolean isExecutable(Path file) {
		return Files.isRegularFile(file) && Files.isExecutable(file);
	}

}
