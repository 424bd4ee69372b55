package dev.processkit.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;

/**
 * The console for machines: JSON-RPC 2.0 on a real socket.
 */
@EnabledOnOs(OS.LINUX)
class JsonRpcTests {

	@TempDir
	private Path directory;

	private RunningConsole console;

	private ConsoleClient client;

	@BeforeEach
	void open() throws Exception {
		this.console = new RunningConsole().onUnix(this.directory);
		this.client = this.console.client();
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
		this.console.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{                                                        | -32700
			[1,                                                      | -32700
			{"jsonrpc":"2.0","id":1,"method":"system.ping"} x        | -32700
			{"id":1,"id":2,"jsonrpc":"2.0","method":"system.ping"}   | -32700
			[]                                                       | -32600
			{"method":"system.ping","id":1}                          | -32600
			{"jsonrpc":"2.0","id":1}                                 | -32600
			{"jsonrpc":"2.0","id":1,"method":1}                      | -32600
			{"jsonrpc":"2.0","id":1,"method":"a","params":"x"}       | -32600
			{"jsonrpc":"2.0","id":{},"method":"system.ping"}         | -32600
			{"jsonrpc":"2.0","id":1,"method":"system.pong"}          | -32601
			{"jsonrpc":"2.0","id":1,"method":"process.status"}       | -32602
			{"jsonrpc":"2.0","id":1,"method":"process.status","params":{"x":1}} | -32602
			{"jsonrpc":"2.0","id":1,"method":"process.status","params":[1,2]}   | -32602
			{"jsonrpc":"2.0","id":1,"method":"process.status","params":[[1]]}   | -32602
			{"jsonrpc":"2.0","id":1,"method":"process.signal","params":["pricing","NOPE"]} | -32602
			{"jsonrpc":"2.0","id":1,"method":"process.scale","params":["pricing",0]} | -32602
			{"jsonrpc":"2.0","id":1,"method":"process.status","params":["gone"]} | -32001
			{"jsonrpc":"2.0","id":1,"method":"process.stop","params":["gone"]}   | -32001
			""")
	void badRequestIsAnsweredWithItsCodeAndTheNextIsServed(String line, int code) throws Exception {
		JsonNode answer = this.client.json(line);
		assertThat(answer.path("error").path("code").asInt()).isEqualTo(code);
		assertThat(answer.has("id")).isTrue();
		assertThat(answer.path("error").path("message").asString()).isNotBlank().doesNotContain("Exception");
		assertThat(this.client.call("system.ping", "[]").path("result").asString()).isEqualTo("pong");
	}

	@Test
	void namedAndPositionalParametersAreOne() throws Exception {
		JsonNode named = this.client.call("process.status", "{\"target\":\"pricing\"}");
		JsonNode positional = this.client.call("process.status", "[\"pricing\"]");
		assertThat(named.path("id").asInt()).isEqualTo(7);
		assertThat(named.path("result").path("instances").size()).isEqualTo(2);
		assertThat(positional.path("result").path("name")).isEqualTo(named.path("result").path("name"));
	}

	@Test
	void listHidesSecretsAndIsWhatTheActuatorShows() throws Exception {
		JsonNode list = this.client.call("process.list", "[]").path("result");
		assertThat(list.size()).isEqualTo(3);
		assertThat(list.get(2).path("what").asString()).isEqualTo("python3 ticker.py --password=******");
		assertThat(list.get(2).path("reason").asString()).doesNotContain("hunter2");
		assertThat(list.get(0).path("instances").get(0).path("uptime").asString()).startsWith("PT");
		assertThat(list.get(1).path("instances").get(0).has("pid")).isFalse();
	}

	@Test
	void batchIsAnsweredInOneLineWithoutItsNotifications() throws Exception {
		JsonNode answers = this.client.json("""
				[{"jsonrpc":"2.0","id":"a","method":"system.ping"},\
				{"jsonrpc":"2.0","method":"system.ping"},1,\
				{"jsonrpc":"2.0","id":null,"method":"nope"}]""");
		assertThat(answers.size()).isEqualTo(3);
		assertThat(answers.get(0).path("id").asString()).isEqualTo("a");
		assertThat(answers.get(1).path("error").path("code").asInt()).isEqualTo(-32600);
		assertThat(answers.get(2).path("error").path("code").asInt()).isEqualTo(-32601);
		assertThat(answers.get(2).path("id").isNull()).isTrue();
	}

	@Test
	void notificationsAreNotAnswered() throws Exception {
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"system.ping\"}\n");
		this.client.send("{\"jsonrpc\":\"2.0\",\"method\":\"nope\"}\n");
		this.client.send("[{\"jsonrpc\":\"2.0\",\"method\":\"system.ping\"}]\n");
		assertThat(this.client.call("system.ping", "[]").path("id").asInt()).isEqualTo(7);
	}

	@Test
	void batchOfTooManyIsRefusedAsAWhole() throws Exception {
		String one = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.ping\"}";
		JsonNode answer = this.client.json("[" + String.join(",", java.util.Collections.nCopies(101, one)) + "]");
		assertThat(answer.path("error").path("code").asInt()).isEqualTo(-32004);
	}

	@Test
	void actIsPassedOnForAReasonThatNamesTheConsole() throws Exception {
		ProcessStatus status = this.console.manager().status().processes().get(0);
		given(this.console.manager().kill("pricing", ProcessSignal.INT)).willReturn(completedFuture(status));
		JsonNode answer = this.client.call("process.stop", "{\"target\":\"pricing\",\"signal\":\"INT\"}");
		assertThat(answer.path("result").path("name").asString()).isEqualTo("pricing");
		verify(this.console.manager()).because(contains(System.getProperty("user.name") + " at the console"));
	}

	@Test
	void rollingIsABoolean() throws Exception {
		ProcessStatus status = this.console.manager().status().processes().get(0);
		given(this.console.manager().rollingRestart("pricing")).willReturn(completedFuture(status));
		assertThat(this.client.call("process.restart", "[\"pricing\",true]").has("result")).isTrue();
		assertThat(this.client.call("process.restart", "[\"pricing\",\"perhaps\"]").path("error").path("code").asInt())
			.isEqualTo(-32602);
	}

	@Test
	void wrongStateIsToldAsSuch() throws Exception {
		given(this.console.manager().pause("cache"))
			.willReturn(failedFuture(new IllegalProcessStateException("it is stopped")));
		JsonNode error = this.client.call("process.pause", "[\"cache\"]").path("error");
		assertThat(error.path("code").asInt()).isEqualTo(-32002);
		assertThat(error.path("message").asString()).isEqualTo("it is stopped");
	}

	@Test
	void allMeansEachThatTheActMakesSenseFor() throws Exception {
		ProcessStatus status = this.console.manager().status().processes().get(0);
		given(this.console.manager().pause(anyString()))
			.willReturn(failedFuture(new IllegalProcessStateException("it is stopped")));
		assertThat(this.client.call("process.pause", "[\"all\"]").path("error").path("code").asInt()).isEqualTo(-32002);
		given(this.console.manager().pause("pricing")).willReturn(completedFuture(status));
		JsonNode paused = this.client.call("process.pause", "[\"all\"]").path("result");
		assertThat(paused.size()).isEqualTo(1);
		assertThat(paused.get(0).path("name").asString()).isEqualTo("pricing");
	}

	@Test
	void failureOfOursIsLoggedAndNotTold() throws Exception {
		given(this.console.manager().tail(any())).willThrow(new IllegalStateException("secret internals"));
		JsonNode error = this.client.call("log.tail", "[\"pricing\"]").path("error");
		assertThat(error.path("code").asInt()).isEqualTo(-32603);
		assertThat(error.path("message").asString()).doesNotContain("secret");
	}

	@Test
	void tailGivesTheLastLines() throws Exception {
		given(this.console.manager().tail("pricing")).willReturn(List.of("a", "b", "c"));
		assertThat(this.client.call("log.tail", "{\"target\":\"pricing\",\"lines\":2}").path("result").toString())
			.isEqualTo("[\"b\",\"c\"]");
		assertThat(this.client.call("log.tail", "[\"pricing\"]").path("result").size()).isEqualTo(3);
		assertThat(this.client.call("log.tail", "[\"pricing\",-1]").path("error").path("code").asInt())
			.isEqualTo(-32602);
	}

	@Test
	void statisticsSumUp() throws Exception {
		JsonNode statistics = this.client.call("statistics", "{}").path("result");
		assertThat(statistics.path("supervisor").path("live").asInt()).isEqualTo(2);
		assertThat(statistics.path("supervisor").path("max").asInt()).isEqualTo(256);
		JsonNode pricing = statistics.path("processes").get(0);
		assertThat(pricing.path("instances").path("READY").asInt()).isEqualTo(2);
		assertThat(pricing.path("restarts").asInt()).isEqualTo(1);
		assertThat(pricing.path("memory").asLong()).isPositive();
		assertThat(pricing.path("cpu").asString()).startsWith("PT");
		assertThat(pricing.path("requests").path("running").asInt()).isZero();
	}

	@Test
	void documentationTellsOfEachMethod() throws Exception {
		String documentation = Files.readString(Path.of("..", "docs", "admin-console.md"));
		assertThat(this.console.console().procedures().names())
			.allSatisfy((name) -> assertThat(documentation).contains("`" + name + "`"));
	}

	@Test
	void introspectionTellsOfEachMethod() throws Exception {
		JsonNode methods = this.client.call("system.listMethods", "[]").path("result");
		assertThat(methods.toString()).contains("process.list", "process.status", "process.start", "process.stop",
				"process.restart", "process.pause", "process.resume", "process.signal", "process.reopen",
				"process.scale", "log.tail", "log.unfollow", "statistics", "system.ping");
		for (JsonNode method : methods) {
			String params = "[\"" + method.asString() + "\"]";
			assertThat(this.client.call("system.methodHelp", params).path("result").asString())
				.startsWith(method.asString() + "(");
			assertThat(this.client.call("system.methodSignature", params).path("result").has("parameters")).isTrue();
		}
		assertThat(this.client.call("system.methodSignature", "[\"log.tail\"]").path("result").toString()).isEqualTo(
				"{\"method\":\"log.tail\",\"parameters\":[{\"name\":\"target\",\"type\":\"string\",\"optional\":false},"
						+ "{\"name\":\"lines\",\"type\":\"integer\",\"optional\":true}],\"result\":\"array\"}");
	}

}
