package dev.processkit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An environment, sent to a worker, is the same environment.
 */
class EnvironmentSnapshotTests {

	@TempDir
	private Path directory;

	@Test
	void takeWhenApplicationRunsCarriesArgumentsFilesAndProfiles() throws IOException {
		ConfigurableEnvironment worker = travel("""
				acme:
				  color: green
				  greeting: "hello ${acme.color}"
				  list: [a, b, c]
				spring.profiles.group.prod: [eu]
				---
				spring.config.activate.on-profile: prod
				acme.list: [x]
				---
				spring.config.activate.on-profile: eu
				acme.region: europe
				""", "--acme.password=secret", "--spring.profiles.active=prod");
		assertThat(worker.getProperty("acme.password")).isEqualTo("secret");
		assertThat(worker.getProperty("acme.greeting")).isEqualTo("hello green");
		assertThat(worker.getProperty("acme.region")).isEqualTo("europe");
		assertThat(worker.getActiveProfiles()).containsExactly("prod", "eu");
		assertThat(Binder.get(worker).bind("acme.list", Bindable.listOf(String.class)).get()).containsExactly("x");
	}

	@Test
	void takeWhenNameIsRelaxedIsStillFound() throws IOException {
		ConfigurableEnvironment worker = travel("acme.maxSize: 10MB");
		assertThat(worker.getProperty("acme.max-size")).isEqualTo("10MB");
		assertThat(Binder.get(worker).bind("acme.max-size", String.class).get()).isEqualTo("10MB");
	}

	@Test
	void takeWhenPlaceholderIsOverriddenResolvesInWorker() throws IOException {
		ConfigurableEnvironment worker = travel("{acme.color: green, acme.greeting: 'hello ${acme.color}'}",
				"--acme.color=red");
		assertThat(worker.getProperty("acme.greeting")).isEqualTo("hello red");
		assertThat(worker.getProperty("acme.id", "")).isEmpty();
	}

	@Test
	void takeKeepsPlaceOfVariablesAndSystemProperties() {
		StandardEnvironment application = new StandardEnvironment();
		String variable = Stream.of("PATH", "HOME", "USER")
			.filter(System.getenv()::containsKey)
			.findFirst()
			.orElseThrow();
		application.getPropertySources().addFirst(new MapPropertySource("args", Map.of("a.high", "args")));
		application.getPropertySources()
			.addLast(new MapPropertySource("file", Map.of(variable, "file", "a.high", "file")));
		ConfigurableEnvironment worker = WorkerEnvironment.of(EnvironmentSnapshot.take(application));
		assertThat(worker.getProperty("a.high")).isEqualTo("args");
		assertThat(worker.getProperty(variable)).isEqualTo(System.getenv(variable));
		assertThat(worker.getProperty("java.version")).isEqualTo(System.getProperty("java.version"));
	}

	@Test
	void takeWhenSystemPropertyOfWorkerDiffersWorkerWins() {
		StandardEnvironment application = new StandardEnvironment();
		System.setProperty("acme.mode", "application");
		System.setProperty("acme.kept", "application");
		Map<String, String> settings;
		try {
			settings = EnvironmentSnapshot.take(application);
			System.clearProperty("acme.kept");
			System.setProperty("acme.mode", "worker");
			ConfigurableEnvironment worker = WorkerEnvironment.of(settings);
			assertThat(worker.getProperty("acme.mode")).isEqualTo("worker");
			assertThat(worker.getProperty("acme.kept")).isEqualTo("application");
		}
		finally {
			System.clearProperty("acme.mode");
			System.clearProperty("acme.kept");
		}
		assertThat(settings.keySet()).noneMatch((key) -> key.contains(".java.") || key.contains(".user."));
	}

	@Test
	void takeDoesNotCarryVariables() {
		StandardEnvironment application = new StandardEnvironment();
		application.getPropertySources()
			.replace("systemEnvironment",
					new SystemEnvironmentPropertySource("systemEnvironment", Map.of("ACME_TOKEN", "only-inherited")));
		assertThat(EnvironmentSnapshot.take(application)).doesNotContainValue("only-inherited");
	}

	@Test
	void takeWhenValueIsNoTextConvertsOrLeavesOut() {
		StandardEnvironment application = new StandardEnvironment();
		application.getPropertySources()
			.addFirst(new MapPropertySource("values",
					Map.of("a.number", 1, "a.list", List.of("x", "y"), "a.thread", Thread.currentThread())));
		ConfigurableEnvironment worker = WorkerEnvironment.of(EnvironmentSnapshot.take(application));
		assertThat(worker.getProperty("a.number", Integer.class)).isEqualTo(1);
		assertThat(worker.getProperty("a.list", String[].class)).containsExactly("x", "y");
		assertThat(worker.containsProperty("a.thread")).isFalse();
	}

	@Test
	void workerHasNoLogFileBannerOrWebServer() throws IOException {
		ConfigurableEnvironment worker = travel("logging.file.name: " + this.directory.resolve("app.log"),
				"--spring.main.banner-mode=console");
		assertThat(worker.getProperty("logging.file.name")).isEmpty();
		assertThat(worker.getProperty("spring.main.banner-mode")).isEqualTo("off");
		assertThat(worker.getProperty("spring.docker.compose.enabled")).isEqualTo("false");
	}

	private ConfigurableEnvironment travel(String yaml, String... args) throws IOException {
		Path file = Files.writeString(this.directory.resolve("application.yml"), yaml);
		SpringApplication application = new SpringApplication(Empty.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("acme.fallback", "yes"));
		String[] all = Stream.concat(Arrays.stream(args), Stream.of("--spring.config.location=" + file.toUri()))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = application.run(all)) {
			ConfigurableEnvironment worker = WorkerEnvironment.of(EnvironmentSnapshot.take(context.getEnvironment()));
			assertThat(worker.getProperty("acme.fallback")).isEqualTo("yes");
			return worker;
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

}
