package dev.processkit.launch;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Lays the modules for workers in other languages into the runtime directory and puts
 * them on the search paths of commands that speak the control wire, so that they need no
 * package manager. Thread-safe.
 */
final class LanguageModules {

	private static final String RESOURCES = "/dev/processkit/languages/";

	private final RuntimeDirectory directory;

	LanguageModules(RuntimeDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Let a command find the modules. What it finds on a path of its own goes first.
	 * @param environment the environment of the command
	 * @throws IOException if the modules cannot be laid down
	 */
	void prepareEnvironment(Map<String, String> environment) throws IOException {
		extend(environment, "PYTHONPATH", lay("python", "processkit.py"));
		extend(environment, "NODE_PATH", lay("node", "processkit.js"));
	}

	private static void extend(Map<String, String> environment, String variable, Path place) {
		// An empty path must stay out: to Python it means the working directory.
		environment.merge(variable, place.toString(),
				(own, ours) -> own.isEmpty() ? ours : own + File.pathSeparator + ours);
	}

	private synchronized Path lay(String language, String module) throws IOException {
		Path place = this.directory.path().resolve("languages").resolve(language);
		Path target = place.resolve(module);
		if (Files.notExists(target)) {
			this.directory.ensureExists();
			Files.createDirectories(place);
			Path complete = Files.createTempFile(place, "module", ".tmp");
			String resource = RESOURCES + language + "/" + module;
			try (InputStream source = LanguageModules.class.getResourceAsStream(resource)) {
				if (source == null) {
					throw new FileNotFoundException("the library lacks its resource " + resource);
				}
				Files.copy(source, complete, StandardCopyOption.REPLACE_EXISTING);
			}
			Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
		}
		return place;
	}

}
