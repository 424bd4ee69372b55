package dev.processkit.console;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.processkit.InvalidDefinitionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods that an application adds.
 */
@EnabledOnOs(OS.LINUX)
class BeanMethodTests {

	@TempDir
	private Path directory;

	@Test
	void argumentsAreBoundByNameByPositionAndFromWords() throws Exception {
		RunningConsole console = new RunningConsole();
		methods(new Mail()).forEach(console.console()::add);
		try (console; ConsoleClient client = console.onUnix(this.directory).client()) {
			assertThat(client.call("mail.flush", "{\"queue\":\"out\",\"limit\":3}").path("result").toString())
				.isEqualTo("{\"queue\":\"out\",\"flushed\":3}");
			assertThat(client.call("mail.flush", "[\"out\"]").path("result").path("flushed").asInt()).isEqualTo(10);
			assertThat(client.ask("mail.count ids=[1,2] within=PT1S")).isEqualTo("3");
			assertThat(client.ask("mail.count ids=[1,2]")).isEqualTo("2");
			assertThat(client.ask("mail.touch")).isEqualTo("ok");
		}
	}

	@Test
	void wrongArgumentsAndFailuresAreToldWithoutAStackTrace() throws Exception {
		RunningConsole console = new RunningConsole();
		methods(new Mail()).forEach(console.console()::add);
		try (console; ConsoleClient client = console.onUnix(this.directory).client()) {
			for (String params : List.of("[]", "[\"a\",\"b\"]", "{\"limit\":1}", "[{}]", "[\"a\",1,2]")) {
				assertThat(client.call("mail.flush", params).path("error").path("code").asInt()).as(params)
					.isEqualTo(-32602);
			}
			JsonNode error = client.call("mail.fail", "[]").path("error");
			assertThat(error.path("code").asInt()).isEqualTo(-32000);
			assertThat(error.path("message").asString()).isEqualTo("the queue is gone");
			assertThat(client.call("mail.cycle", "[]").path("error").path("code").asInt()).isEqualTo(-32603);
			assertThat(client.ask("mail.cycle")).startsWith("error: The result cannot be written");
			client.line();
			assertThat(client.ask("mail.count ids=nonsense")).startsWith("error: 'ids' is no array");
		}
	}

	@Test
	void introspectionTellsTypes() throws Exception {
		RunningConsole console = new RunningConsole();
		methods(new Mail()).forEach(console.console()::add);
		try (console; ConsoleClient client = console.onUnix(this.directory).client()) {
			assertThat(client.call("system.methodSignature", "[\"mail.flush\"]").path("result").toString()).isEqualTo(
					"{\"method\":\"mail.flush\",\"parameters\":[{\"name\":\"queue\",\"type\":\"string\",\"optional\":false},"
							+ "{\"name\":\"limit\",\"type\":\"integer\",\"optional\":true}],\"result\":\"object\"}");
			assertThat(client.call("system.methodHelp", "[\"mail.count\"]").path("result").asString())
				.isEqualTo("mail.count(ids: array, [within: string]): integer\nCounts what waits.");
		}
	}

	@Test
	void namesThatCannotWorkAreRefused() {
		Console console = new RunningConsole().console();
		for (Object bean : List.of(new Reserved(), new Nameless())) {
			assertThatExceptionOfType(InvalidDefinitionException.class)
				.isThrownBy(() -> methods(bean).forEach(console::add));
		}
		methods(new Mail()).forEach(console::add);
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> methods(new Mail()).forEach(console::add))
			.withMessageContaining("is taken by another method");
	}

	private static List<BeanMethod> methods(Object bean) {
		return Arrays.stream(bean.getClass().getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(ConsoleMethod.class))
			.map((method) -> new BeanMethod(method, (arguments) -> invoke(bean, method, arguments)))
			.toList();
	}

	private static Object invoke(Object bean, Method method, Object[] arguments) throws Exception {
		method.setAccessible(true);
		return method.invoke(bean, arguments);
	}

	static class Mail {

		@ConsoleMethod(value = "mail.flush", help = "Sends what waits")
		Map<String, Object> flush(String queue, Optional<Integer> limit) {
			Map<String, Object> result = new java.util.LinkedHashMap<>();
			result.put("queue", queue);
			result.put("flushed", limit.orElse(10));
			return result;
		}

		@ConsoleMethod(value = "mail.count", help = "Counts what waits")
		long count(Set<Long> ids, @Nullable Duration within) {
			return ids.size() + ((within != null) ? within.toSeconds() : 0);
		}

		@ConsoleMethod("mail.touch")
		void touch() {
		}

		@ConsoleMethod("mail.fail")
		void fail() {
			throw new IllegalStateException("the queue is gone");
		}

		@ConsoleMethod("mail.cycle")
		Object cycle() {
			List<Object> cycle = new java.util.ArrayList<>();
			cycle.add(cycle);
			return cycle;
		}

	}

	static class Reserved {

		@ConsoleMethod("process.mine")
		void mine() {
		}

	}

	static class Nameless {

		@ConsoleMethod("flush")
		void flush() {
		}

	}

}
