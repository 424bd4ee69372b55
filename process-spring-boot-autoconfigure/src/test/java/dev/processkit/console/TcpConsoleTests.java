package dev.processkit.console;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.processkit.EndpointAddress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The console over TCP: nothing without the token.
 */
class TcpConsoleTests {

	private static final String TOKEN = "correct horse";

	@Test
	void nothingIsAnsweredBeforeTheToken() throws Exception {
		try (RunningConsole console = new RunningConsole().onTcp(TOKEN); ConsoleClient client = console.client()) {
			assertThat(code(client.call("process.list", "[]"))).isEqualTo(-32003);
			assertThat(client.call("console.authenticate", "{\"token\":\"" + TOKEN + "\"}").path("result").asBoolean())
				.isTrue();
			assertThat(client.call("system.ping", "[]").path("result").asString()).isEqualTo("pong");
		}
	}

	@Test
	void peopleSayTheirTokenToo() throws Exception {
		try (RunningConsole console = new RunningConsole().onTcp(TOKEN); ConsoleClient client = console.client()) {
			assertThat(client.ask("help")).startsWith("error: The first request must be");
			client.line();
			assertThat(client.ask("token \"" + TOKEN + "\"")).isEqualTo("ok");
			assertThat(client.ask("system.ping")).isEqualTo("pong");
		}
	}

	@Test
	void threeWrongTokensCloseTheConnection() throws Exception {
		try (RunningConsole console = new RunningConsole().onTcp(TOKEN); ConsoleClient client = console.client()) {
			for (int i = 0; i < 3; i++) {
				assertThat(code(client.call("console.authenticate", "[\"guess " + i + "\"]"))).isEqualTo(-32003);
			}
			client.assertEnds();
		}
	}

	@Test
	void batchIsNoWayToGuess() throws Exception {
		try (RunningConsole console = new RunningConsole().onTcp(TOKEN); ConsoleClient client = console.client()) {
			JsonNode answer = client
				.json("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"console.authenticate\",\"params\":[\"" + TOKEN
						+ "\"]},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"process.list\"}]");
			assertThat(code(answer)).isEqualTo(-32003);
			client.send("GET / HTTP/1.1\nHost: x\n");
			client.lastLine();
		}
	}

	@Test
	void consoleOverTcpNeedsAToken() {
		RunningConsole console = new RunningConsole();
		assertThatIllegalArgumentException().isThrownBy(() -> ConsoleServer.open(console.console(),
				new ConsoleSettings(new EndpointAddress.Tcp("127.0.0.1", 0), null, 1, 65536, Duration.ofMinutes(1))));
	}

	private static int code(JsonNode answer) {
		return answer.path("error").path("code").asInt();
	}

}
