package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole application, in a JVM of its own, that must not go on without one of its
 * processes.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class GiveUpApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void applicationEndsWithItsVitalProcessAndBringsNoOtherBack() throws Exception {
		Path pids = this.directory.resolve("pids");
		Path log = this.directory.resolve("log");
		Path yaml = Files.writeString(this.directory.resolve("application.yml"), """
				process:
				  spares: 0
				  class-archive.enabled: false
				  runtime-directory: %1$s
				  defaults.restart: {delay: 1ms, max-restarts: 1000}
				  processes:
				    untiring: {command: [sh, -c, "echo $$ >> %2$s; exec sleep 1000"], instances: 3}
				    passing: {command: [sh, -c, "exit 0"], restart: {mode: never, on-give-up: shutdown-application}}
				    vital:
				      command: [sh, -c, "until [ $(wc -l < %2$s) = 3 ]; do sleep 0.05; done; exit 7"]
				      restart: {mode: never, on-give-up: shutdown-application}
				""".formatted(Files.createDirectory(this.directory.resolve("run")), pids));
		Files.createFile(pids);
		Process application = new ProcessBuilder(command(yaml)).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			assertThat(application.waitFor(90, TimeUnit.SECONDS)).as(() -> "ended: " + read(log)).isTrue();
			assertThat(application.exitValue()).as(() -> read(log)).isOne();
			assertThat(read(log)).contains("'vital-0' was given up: exited with code 7")
				.doesNotContain("'passing-0' was given up");
			assertThat(Files.readAllLines(pids)).as("launched once each")
				.hasSize(3)
				.allMatch((pid) -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
			try (var runs = Files.list(this.directory.resolve("run"))) {
				assertThat(runs).isEmpty();
			}
		}
		finally {
			application.destroyForcibly().waitFor();
		}
	}

	private static List<String> command(Path yaml) {
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
				"-cp", System.getProperty("java.class.path"), App.class.getName(),
				"--spring.main.web-application-type=none", "--spring.main.keep-alive=true",
				"--spring.config.location=" + yaml);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Its main class. */
	@EnableAutoConfiguration
	static class App {

		public static void main(String[] arguments) {
			SpringApplication.run(App.class, arguments);
		}

	}

}
