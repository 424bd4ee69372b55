package dev.processkit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.processkit.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Two whole applications of one name, in two JVMs.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class SingleInstanceApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	@Test
	void secondApplicationIsRefusedAndHarmsNothingUntilTheFirstIsKilled() throws Exception {
		Path environment = this.directory.resolve("environment");
		Path pidFile = this.directory.resolve("app.pid");
		Path socket = this.directory.resolve("cache.sock");
		Process first = startFirst(environment, socket);
		try {
			await().atMost(PATIENCE).until(() -> Files.exists(environment) && Files.exists(socket) || !first.isAlive());
			assertThat(first.isAlive()).isTrue();
			assertThat(environment).content().contains("PROCESSKIT_RUN=").doesNotContain("NOTIFY_", "WATCHDOG_");
			assertThat(pidFile).hasContent(String.valueOf(first.pid()));
			Path launched = this.directory.resolve("second");
			Throwable refusal = catchThrowable(() -> run(launched));
			assertThat(refusal).hasRootCauseInstanceOf(InvalidDefinitionException.class)
				.hasMessageContaining("'process.single-instance.name' with value 'shop' is taken")
				.hasMessageContaining("pid " + first.pid() + ", started 20");
			assertThat(launched).doesNotExist();
			assertThat(pidFile).hasContent(String.valueOf(first.pid()));
			assertThat(socket).exists();
			assertThat(first.isAlive()).isTrue();
			assertThat(this.directory.resolve("locks/shop.lock")).content().startsWith("pid " + first.pid());
			first.destroyForcibly().waitFor();
			ConfigurableApplicationContext second = run(launched);
			await().atMost(PATIENCE).until(() -> Files.exists(launched));
			assertThat(pidFile).hasContent(String.valueOf(ProcessHandle.current().pid()));
			second.close();
			assertThat(pidFile).doesNotExist();
			run(launched).close();
		}
		finally {
			first.destroyForcibly();
			assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void applicationWithoutNameIsAskedForOne() {
		assertThatThrownBy(() -> new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.single-instance.enabled=true")
			.run()).hasStackTraceContaining("'process.single-instance.name' with value '' is no name for a lock");
	}

	@Test
	void testTakesNoLock() {
		new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=shop", "process.single-instance.enabled=true",
					"process.single-instance.directory=" + this.directory.resolve("locks"))
			.run()
			.close();
		assertThat(this.directory.resolve("locks")).doesNotExist();
	}

	private Process startFirst(Path environment, Path socket) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), App.class.getName()));
		common().forEach((property) -> command.add("--" + property));
		command.addAll(List.of("--process.processes.teller.command[0]=sh", "--process.processes.teller.command[1]=-c",
				"--process.processes.teller.command[2]=env > %1$s.new; mv %1$s.new %1$s; exec sleep 1000"
					.formatted(environment),
				"--process.unix-processes.cache.command=cat", "--process.unix-processes.cache.protocol=lines",
				"--process.unix-processes.cache.socket-path=" + socket));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("first.log").toFile());
		builder.environment().put("NOTIFY_SOCKET", this.directory.resolve("nobody").toString());
		builder.environment().put("WATCHDOG_USEC", "60000000");
		return builder.start();
	}

	private ConfigurableApplicationContext run(Path launched) {
		return new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.processes.toucher.command=touch," + launched,
					"process.processes.toucher.restart.mode=never")
			.properties(common().toArray(String[]::new))
			.run();
	}

	private List<String> common() {
		return List.of("spring.application.name=shop", "process.single-instance.enabled=true",
				"process.single-instance.directory=" + this.directory.resolve("locks"),
				"process.pid-file=" + this.directory.resolve("app.pid"), "process.spares=0",
				"process.class-archive.enabled=false", "process.runtime-directory=" + this.directory);
	}

	/** Also the main class of the first one. */
	@EnableAutoConfiguration
	static class App {

		public static void main(String[] arguments) {
			SpringApplication.run(App.class, arguments);
		}

	}

}
