package dev.processkit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows while users type.
 */
class ConfigurationMetadataTests {

	@ParameterizedTest
	@MethodSource("properties")
	void propertyHasTypeAndDescriptionInHouseStyle(JsonNode property) {
		String description = property.path("description").asString("");
		assertThat(description).matches("[A-Z].*").endsWith(".").doesNotStartWith("The ").doesNotStartWith("A ");
		assertThat(property.path("type").asString("")).isNotEmpty();
		if ("java.lang.Boolean".equals(property.path("type").asString())) {
			assertThat(description).matches("(Whether|Enable) .*");
		}
	}

	@Test
	void metadataHasEveryTopLevelProperty() throws IOException {
		assertThat(properties().map((property) -> property.path("name").asString())).contains("process.enabled",
				"process.max-processes", "process.spares", "process.enable-coroutine", "process.runtime-directory",
				"process.class-archive.enabled", "process.class-archive.directory", "process.skip.in-tests",
				"process.clients.timeout", "process.console.enabled", "process.console.socket-path",
				"process.console.host", "process.console.port", "process.console.token",
				"process.console.max-connections", "process.console.max-request-size", "process.console.idle-timeout",
				"process.reload.watch", "process.reload.settle", "process.reload.on-hangup", "process.signals",
				"process.single-instance.enabled", "process.single-instance.name", "process.single-instance.directory",
				"process.pid-file", "process.systemd.ready", "process.groups", "process.shared-tables",
				"process.processes", "process.tcp-processes", "process.unix-processes", "process.task-executors",
				"process.defaults.restart.mode", "process.defaults.jvm.options", "process.defaults.log.tail-lines",
				"process.defaults.jvm.spare", "process.defaults.requests.concurrency",
				"process.defaults.requests.queue-capacity", "process.defaults.requests.queue-timeout",
				"process.defaults.hooks.timeout", "process.defaults.schedule.cron",
				"process.defaults.resources.memory");
	}

	@ParameterizedTest
	@CsvSource({ "process.defaults.restart.delay, 100ms", "process.defaults.hooks.timeout, 30s",
			"process.reload.settle, 500ms", "process.reload.watch, false", "process.reload.on-hangup, false",
			"process.single-instance.enabled, false", "process.systemd.ready, processes" })
	void metadataHasDefault(String name, String value) throws IOException {
		assertThat(properties().filter((property) -> property.path("name").asString().equals(name))).singleElement()
			.returns(value, (property) -> property.path("defaultValue").asString());
	}

	@Test
	void metadataHasHints() throws IOException {
		List<String> hints = new ArrayList<>();
		metadata().path("hints").forEach((hint) -> hints.add(hint.path("name").asString()));
		assertThat(hints).contains("process.processes.keys", "process.tcp-processes.values",
				"process.defaults.readiness.probe", "process.signals", "process.pid-file",
				"process.console.socket-path", "process.single-instance.directory", "process.runtime-directory",
				"process.class-archive.directory", "process.defaults.log.file");
	}

	static Stream<JsonNode> properties() throws IOException {
		List<JsonNode> properties = new ArrayList<>();
		metadata().path("properties").forEach(properties::add);
		return properties.stream();
	}

	/** The file beside our own classes: every starter on the class path has one. */
	private static JsonNode metadata() throws IOException {
		UrlResource classes = new UrlResource(
				ProcessProperties.class.getProtectionDomain().getCodeSource().getLocation());
		try (InputStream json = classes.createRelative("META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			return JsonMapper.shared().readTree(json);
		}
	}

}
