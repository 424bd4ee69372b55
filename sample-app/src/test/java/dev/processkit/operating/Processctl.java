package dev.processkit.operating;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged client, installed as its documentation says: the jar with its launcher.
 */
final class Processctl {

	private static final Path JAR = Path.of("..", "processctl", "target", "processctl.jar");

	private final Path directory;

	private final Map<String, String> environment;

	private Processctl(Path directory, Map<String, String> environment) {
		this.directory = directory;
		this.environment = environment;
	}

	static Processctl install(Path directory, Path socket) throws IOException {
		assertThat(JAR).as("the module processctl is packaged before").exists();
		Files.createDirectories(directory);
		Files.copy(JAR, directory.resolve("processctl.jar"), StandardCopyOption.REPLACE_EXISTING);
		Path launcher = directory.resolve("processctl");
		try (JarFile jar = new JarFile(JAR.toFile())) {
			Files.copy(jar.getInputStream(jar.getEntry("bin/processctl")), launcher,
					StandardCopyOption.REPLACE_EXISTING);
		}
		Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
		return new Processctl(directory,
				Map.of("JAVA_HOME", System.getProperty("java.home"), "XDG_CACHE_HOME",
						directory.resolve("cache").toString(), "PROCESSCTL_SOCKET", socket.toString(), "PATH",
						directory + ":" + System.getenv("PATH")));
	}

	Processctl with(String variable, String value) {
		Map<String, String> more = new HashMap<>(this.environment);
		more.put(variable, value);
		return new Processctl(this.directory, more);
	}

	/** What a shell needs to know the command. */
	Map<String, String> environment() {
		return this.environment;
	}

	/**
	 * Run a command to its end.
	 * @param arguments the command line
	 * @return what came of it
	 */
	Outcome run(String... arguments) throws IOException, InterruptedException {
		Path out = Files.createTempFile(this.directory, "out", "");
		Path err = Files.createTempFile(this.directory, "err", "");
		Process process = builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
		try {
			assertThat(process.waitFor(OperatedApplication.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	/**
	 * Run a command that goes on until it is interrupted.
	 * @param arguments the command line
	 * @return its process, of which both outputs are pipes
	 */
	Process start(String... arguments) throws IOException {
		return builder(arguments).start();
	}

	private ProcessBuilder builder(String... arguments) {
		List<String> command = new ArrayList<>(List.of(this.directory.resolve("processctl").toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().putAll(this.environment);
		return builder;
	}

}
