package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.processkit.ReloadReport;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an edit of the configuration does to workers that get the environment.
 */
@EnabledOnOs(OS.LINUX)
class ComponentReloadTests {

	@TempDir
	private Path directory;

	@Test
	void componentIsReplacedWhenItsOwnPropertiesChangeOnly() throws Exception {
		String yaml = """
				greeting: Hello
				process:
				  max-processes: 8
				  processes:
				    one: {command: [sleep, "1000"]}
				    greeter: {type: %s, instances: {min: 1, max: 2}}
				""".formatted(Greeter.class.getName());
		try (Reloaded application = new Reloaded(this.directory, yaml)) {
			long greeter = application.pid("greeter");
			assertThat(application.reload(yaml.replace("1000", "1001")).changed()).containsExactly("one");
			assertThat(application.reload(yaml.replace("1000", "1001").replace("max: 2", "max: 3")).changed())
				.containsExactly("greeter");
			assertThat(application.pid("greeter")).isEqualTo(greeter);
			ReloadReport report = application
				.reload(yaml.replace("Hello", "Hi").replace("max-processes: 8", "max-processes: 9"));
			assertThat(report.changed()).containsExactlyInAnyOrder("one", "greeter");
			assertThat(report.postponed()).containsExactly("process.max-processes");
			await().atMost(Reloaded.PATIENCE)
				.untilAsserted(() -> assertThat(application.manager().send("greeter", "x").get(30, TimeUnit.SECONDS))
					.isEqualTo("Hi x"));
		}
	}

	@Test
	void componentIsReplacedByWhatIsAddedToTheEnvironmentButPorts() throws Exception {
		String yaml = """
				greeting: Hello
				process.processes.greeter: {type: %s}
				""".formatted(Greeter.class.getName());
		try (Reloaded application = new Reloaded(this.directory, yaml)) {
			add(application, "server.ports", "local.server.port", "8080");
			assertThat(application.reload().unchanged()).containsExactly("greeter");
			add(application, "manager", "greeting", "Hi");
			assertThat(application.reload().changed()).containsExactly("greeter");
			await().atMost(Reloaded.PATIENCE)
				.untilAsserted(() -> assertThat(application.manager().send("greeter", "x").get(30, TimeUnit.SECONDS))
					.isEqualTo("Hi x"));
		}
	}

	private static void add(Reloaded application, String source, String name, String value) {
		application.context()
			.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(source, Map.of(name, value)));
	}

	@Component
	public static class Greeter implements MessageHandler {

		private final String greeting;

		public Greeter(@Value("${greeting}") String greeting) {
			this.greeting = greeting;
		}

		@Override
		public String handle(String message, WorkerContext context) {
			return this.greeting + " " + message;
		}

	}

}
