package dev.processkit.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real worker JVM logs.
 */
class WorkerLoggingTests {

	@TempDir
	private Path directory;

	@Test
	void logHonoursLevelsAndLeavesTimeToTheApplication() throws Exception {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("logging.level.dev.processkit.autoconfigure", "debug");
		properties.put("logging.level.acme", "error");
		properties.put("logging.group.acme[0]", "acme.quiet");
		properties.put("logging.pattern.console", "%d %m%n");
		properties.put("logging.structured.format.console", "ecs");
		properties.put("logging.file.name", this.directory.resolve("app.log").toString());
		String text = run(properties);
		assertThat(text).contains("DEBUG d.p.a.WorkerLoggingTests$Chatty" + " ".repeat(9) + " : grüße\n")
			.doesNotContain("quiet please")
			.doesNotContain("Refreshing");
		assertThat(this.directory.resolve("app.log")).doesNotExist();
	}

	@Test
	void logWhenApplicationConfiguresLogbackWritesNoFile() throws Exception {
		Files.writeString(this.directory.resolve("logback-spring.xml"), """
				<configuration>
				  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
				    <file>%s</file><encoder><pattern>%%m%%n</pattern></encoder>
				  </appender>
				  <root level="INFO"><appender-ref ref="FILE"/></root>
				</configuration>
				""".formatted(this.directory.resolve("rolled.log")));
		assertThat(run(Map.of())).contains(" INFO d.p.a.WorkerLoggingTests$Chatty").contains(" : working\n");
		assertThat(this.directory.resolve("rolled.log")).doesNotExist();
	}

	/** A JVM of its own, since this one has its logging already. */
	private String run(Map<String, Object> properties) throws IOException, InterruptedException {
		Path output = this.directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", this.directory + File.pathSeparator + System.getProperty("java.class.path"),
				Main.class.getName());
		properties.forEach((name, value) -> builder.environment().put("TEST_" + name, String.valueOf(value)));
		builder.environment().put("LC_ALL", "C");
		Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		return Files.readString(output, StandardCharsets.UTF_8);
	}

	static final class Main {

		private Main() {
		}

		public static void main(String[] args) throws Exception {
			System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
			Map<String, Object> properties = new LinkedHashMap<>();
			System.getenv().forEach((name, value) -> {
				if (name.startsWith("TEST_")) {
					properties.put(name.substring("TEST_".length()), value);
				}
			});
			StandardEnvironment application = new StandardEnvironment();
			application.getPropertySources().addLast(new MapPropertySource("file", properties));
			try (SpringWorkerFactory factory = new SpringWorkerFactory()) {
				Object worker = factory.create(Chatty.class.getName(), new StubContext(),
						EnvironmentSnapshot.take(application));
				((Worker) worker).run(new StubContext());
			}
		}

	}

	@Component
	static class Chatty implements Worker {

		private static final Log logger = LogFactory.getLog(Chatty.class);

		@Override
		public void run(WorkerContext context) {
			logger.info("working");
			logger.debug("grüße");
			LogFactory.getLog("acme.quiet").warn("quiet please");
		}

	}

}
