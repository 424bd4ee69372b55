package dev.processkit.benchmarks.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the machine may lack: other languages, a C compiler. Belongs to one thread.
 *
 * @since 0.1
 */
public final class Tools {

	private static final String RESOURCES = "/programs/";

	private static final long LIMIT_SECONDS = 60;

	private final Children children;

	private final Path directory;

	private final Map<String, String> versions = new LinkedHashMap<>();

	/**
	 * Look for them.
	 * @param children runs them
	 * @param directory where scripts and programs are put
	 */
	public Tools(Children children, Path directory) {
		this.children = children;
		this.directory = directory;
		look("node", "node", "--version");
		look("python3", "python3", "--version");
		look("php with swoole", "php", "-r",
				"extension_loaded('swoole') || exit(1); echo PHP_VERSION, ' ', phpversion('swoole');");
		look("gcc", "gcc", "-dumpfullversion");
	}

	private void look(String name, String... command) {
		try {
			String answer = answer(List.of(command));
			this.versions.put(name, answer.replace("Python ", "").strip());
		}
		catch (IOException ex) {
			// Not there: what needs it is skipped with a note.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The versions of what is there.
	 * @return the versions by tool
	 */
	public Map<String, String> versions() {
		return Map.copyOf(this.versions);
	}

	/**
	 * Whether a tool is there.
	 * @param tool node, python3, gcc or "php with swoole"
	 * @return whether it is
	 */
	public boolean has(String tool) {
		return this.versions.containsKey(tool);
	}

	/**
	 * The command of a script of this module.
	 * @param tool what runs it
	 * @param script its name, such as {@code echo.js}
	 * @param arguments its arguments
	 * @return the command; empty when the machine lacks the tool
	 * @throws IOException if the script cannot be put in its place
	 */
	public Optional<List<String>> script(String tool, String script, String... arguments) throws IOException {
		if (!has(tool)) {
			return Optional.empty();
		}
		List<String> command = new ArrayList<>(List.of(tool.split(" ")[0], resource(script).toString()));
		command.addAll(List.of(arguments));
		return Optional.of(command);
	}

	/**
	 * The command of a C program of this module.
	 * @param program its name, such as {@code echo}
	 * @param arguments its arguments
	 * @return the command; empty when there is no compiler, or it refuses
	 * @throws IOException if the source cannot be put in its place
	 * @throws InterruptedException if interrupted
	 */
	public Optional<List<String>> compiled(String program, String... arguments)
			throws IOException, InterruptedException {
		Path binary = this.directory.resolve(program);
		if (!Files.isExecutable(binary) && (!has("gcc") || !compile(program, binary))) {
			return Optional.empty();
		}
		List<String> command = new ArrayList<>(List.of(binary.toString()));
		command.addAll(List.of(arguments));
		return Optional.of(command);
	}

	private boolean compile(String program, Path binary) throws IOException, InterruptedException {
		String source = resource(program + ".c").toString();
		for (String linking : List.of("-static", "-O2")) {
			try {
				answer(List.of("gcc", "-O2", linking, "-o", binary.toString(), source));
				return true;
			}
			catch (IOException ex) {
				// Many systems have no static library.
			}
		}
		return false;
	}

	private Path resource(String name) throws IOException {
		Path file = this.directory.resolve(name);
		if (Files.notExists(file)) {
			try (InputStream source = Tools.class.getResourceAsStream(RESOURCES + name)) {
				if (source == null) {
					throw new IOException("No resource '" + name + "'");
				}
				Files.copy(source, file);
			}
		}
		return file;
	}

	/**
	 * The place of a command.
	 * @param name its name
	 * @return its absolute path; empty when it is not there
	 */
	public static Optional<String> onPath(String name) {
		for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
			Path file = Path.of(place, name);
			if (Files.isExecutable(file)) {
				return Optional.of(file.toAbsolutePath().toString());
			}
		}
		return Optional.empty();
	}

	private String answer(List<String> command) throws IOException, InterruptedException {
		Process process = this.children.spawn(command);
		try {
			process.getOutputStream().close();
			String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException("'" + command.get(0) + "' failed");
			}
			return answer;
		}
		finally {
			this.children.end(process);
		}
	}

}
