package dev.processkit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directories of their own for the packaged application, and the command that starts it
 * there, with ports that the operating system chooses.
 *
 * @param path where everything of the application is kept
 */
record SampleHome(Path path) {

	private static final Path JAR = Path.of("target", "sample-app.jar").toAbsolutePath();

	/** What turns off the sample's own processes, for tests that bring others. */
	static final String[] WITHOUT_OWN_PROCESSES = { "--process.processes.inbox-indexer.enabled=false",
			"--process.processes.inbox-archiver.enabled=false", "--process.processes.disk-watch.enabled=false",
			"--process.tcp-processes.measurements.enabled=false", "--process.unix-processes.thumbnails.enabled=false",
			"--process.task-executors.line-search.enabled=false" };

	/**
	 * Start the packaged jar.
	 * @param properties further command-line properties, which win over those of this
	 * class
	 * @return its JVM
	 */
	Process launch(String... properties) {
		return launch(List.of("-jar", JAR.toString()), properties);
	}

	/**
	 * Start the application.
	 * @param program what {@code java} is to run
	 * @param properties further command-line properties
	 * @return its JVM
	 */
	Process launch(List<String> program, String... properties) {
		try {
			Path temporary = Files.createDirectories(this.path.resolve("tmp"));
			List<String> command = new ArrayList<>(
					List.of(java(), "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary));
			// As system properties, so that those of the command line win.
			command.addAll(List.of("-Dserver.port=0", "-Dprocess.tcp-processes.measurements.port=0",
					"-Dsample.directory=" + directory(), "-Dprocess.runtime-directory=" + runtimeDirectory(),
					"-Dprocess.class-archive.directory=" + directory().resolve("class-archives")));
			command.addAll(program);
			command.addAll(List.of(properties));
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.to(logFile().toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	static Path jar() {
		return JAR;
	}

	Path directory() {
		return this.path.resolve("sample");
	}

	Path socket() {
		return this.path.resolve("sample-thumbnails.sock");
	}

	Path console() {
		return this.path.resolve("sample-console.sock");
	}

	Path runtimeDirectory() {
		return this.path.resolve("run");
	}

	String log() {
		try {
			return Files.exists(logFile()) ? Files.readString(logFile()) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What runs have put into the runtime directory.
	 * @return their directories, none when all have ended and been cleared
	 */
	List<Path> runs() {
		if (Files.notExists(runtimeDirectory())) {
			return List.of();
		}
		try (Stream<Path> runs = Files.list(runtimeDirectory())) {
			return runs.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path logFile() {
		return this.path.resolve("app.log");
	}

}
