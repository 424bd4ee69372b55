package dev.processkit.ctl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.processkit.ctl.console.ConsoleAddress;
import dev.processkit.ctl.console.ConsoleConnection;
import dev.processkit.ctl.console.RefusedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whoever cannot be reached is named, with what to do about it, and the exit code is 3.
 */
@Timeout(60)
class ConnectionTests {

	@TempDir
	private Path directory;

	@Test
	void thereIsNoSocket() {
		assertUnreachable(list("--socket", socket().toString()), "there is no console " + socket(), "--socket");
	}

	@Test
	void nobodyListensAnyMore() throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket()));
		}
		assertUnreachable(list("--socket", socket().toString()), "nobody listens on " + socket() + " any more",
				"start the application");
	}

	@Test
	void theFileIsNoSocket() throws IOException {
		Files.writeString(socket(), "text");
		assertUnreachable(list("--socket", socket().toString()), "is no socket");
	}

	@Test
	void thePathIsTooLong() {
		assertUnreachable(list("--socket", this.directory.resolve("s".repeat(200)).toString()), "s".repeat(200));
	}

	@Test
	void theSocketBelongsToSomebodyElse() throws IOException {
		Files.writeString(socket(), "");
		String owner = Files.getOwner(socket()).getName();
		assertThat(new ConsoleAddress.Unix(socket()).explain(new SocketException("Permission denied"))).isEqualTo(
				"you may not use the console " + socket() + ": run as the user of the application, " + owner + ".");
	}

	@Test
	void nobodyListensOnThePort() throws IOException {
		try (Socket silent = new Socket()) {
			// Bound, so that nobody else gets the port and listens.
			silent.bind(new InetSocketAddress("127.0.0.1", 0));
			String address = "127.0.0.1:" + silent.getLocalPort();
			assertUnreachable(list("--tcp", address), "nobody listens on " + address);
		}
	}

	@Test
	void theTokenComesFromAFileOrTheEnvironment() throws Exception {
		Path file = Files.writeString(this.directory.resolve("token"), "s3cret\n");
		try (TestConsole console = TestConsole.onTcp("s3cret")) {
			console.answer("process.list", "[]");
			String address = "localhost:" + console.port();
			assertThat(list("--tcp", address, "--token-file", file.toString()).status()).isZero();
			assertThat(Invocation.of(Map.of("PROCESSCTL_TOKEN", "s3cret"), false, "list", "--tcp", address).status())
				.isZero();
			Invocation wrong = Invocation.of(Map.of("PROCESSCTL_TOKEN", "guess"), false, "list", "--tcp", address);
			assertUnreachable(wrong, "does not let you in (The token is wrong)", "--token-file");
			assertThat(wrong.err()).doesNotContain("guess");
		}
	}

	@Test
	void aTokenThatIsAskedForButNotGiven() throws Exception {
		try (TestConsole console = TestConsole.onTcp("s3cret")) {
			assertUnreachable(list("--tcp", Integer.toString(console.port())), "The first request must be",
					"PROCESSCTL_TOKEN");
		}
	}

	@Test
	void anEmptyTokenFileIsAMistake() throws IOException {
		Path file = Files.writeString(this.directory.resolve("token"), "\n");
		Invocation list = list("--tcp", "9", "--token-file", file.toString());
		assertThat(list.status()).isEqualTo(2);
		assertThat(list.err()).contains("empty first line");
	}

	@Test
	void theAnswerDoesNotCome() throws Exception {
		try (TestConsole console = TestConsole.onUnixSocket(socket())) {
			console.method("process.list", (params, client) -> null);
			assertUnreachable(list("--socket", socket().toString(), "--timeout", "2s"),
					"no answer to process.list from " + socket() + " within 2000 ms", "--timeout");
		}
	}

	@Test
	void theConnectionIsClosedInsteadOfAnAnswer() throws Exception {
		try (TestConsole console = TestConsole.onUnixSocket(socket())) {
			console.method("process.list", (params, client) -> close(client));
			assertUnreachable(list("--socket", socket().toString()), "closed the connection", "log");
		}
	}

	@Test
	void theConsoleSaysWhyItCloses() throws Exception {
		try (TestConsole console = TestConsole.onUnixSocket(socket())) {
			console.method("process.list", (params, client) -> {
				TestConsole.write(client,
						"{\"jsonrpc\":\"2.0\",\"method\":\"console.closed\",\"params\":{\"reason\":\"The application stops\"}}");
				return close(client);
			});
			assertUnreachable(list("--socket", socket().toString()), "closed the connection: The application stops.");
		}
	}

	@Test
	void anotherUserIsRefusedAtTheDoor() throws Exception {
		try (TestConsole console = TestConsole.onUnixSocket(socket())) {
			console.method("process.list", (params, client) -> {
				TestConsole.write(client,
						"{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32003,\"message\":\"Not you\"},\"id\":null}");
				return close(client);
			});
			assertUnreachable(list("--socket", socket().toString()), "does not let you in (Not you): run as the user");
		}
	}

	@Test
	void whoIsTurnedAwayAtTheDoorIsToldWhy() throws Exception {
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(socket()));
			try (ConsoleConnection connection = ConsoleConnection.open(new ConsoleAddress.Unix(socket()), null,
					Duration.ofSeconds(20))) {
				try (SocketChannel client = server.accept()) {
					TestConsole.write(client,
							"{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32004,\"message\":\"Full\"},\"id\":null}");
				}
				assertThatExceptionOfType(RefusedException.class)
					.isThrownBy(() -> connection.call("process.list", null))
					.withMessage("Full");
			}
		}
	}

	@Test
	void somethingElseListens() throws Exception {
		try (TestConsole console = TestConsole.onUnixSocket(socket())) {
			for (String nonsense : new String[] { "HTTP/1.1 400 Bad Request", "{\"status\":\"error\"}", "[]", "" }) {
				console.method("process.list", (params, client) -> {
					TestConsole.write(client, nonsense);
					return null;
				});
				assertUnreachable(list("--socket", socket().toString()), "no console of this kind");
			}
		}
	}

	@Test
	void anAnswerOfManyMegabytesArrives() throws Exception {
		String line = "x".repeat(5_000_000);
		try (TestConsole console = TestConsole.onUnixSocket(socket())) {
			console.answer("process.list", "[\"" + line + "\"]");
			assertThat(list("--json", "--socket", socket().toString()).out()).isEqualTo("[\"" + line + "\"]\n");
		}
	}

	@Test
	void theTerminalIsNotSteeredByAMessage() throws Exception {
		try (TestConsole console = TestConsole.onUnixSocket(socket())) {
			console.refuse("process.list", -32000, "bad\u001b]0;title\u0007 news");
			Invocation list = list("--socket", socket().toString());
			assertThat(list.status()).isEqualTo(1);
			assertThat(list.err()).isEqualTo("processctl: bad ]0;title  news\n");
		}
	}

	private static void assertUnreachable(Invocation invocation, String... words) {
		assertThat(invocation.err()).startsWith("processctl: ").contains(words).doesNotContain("Exception", "\tat ");
		assertThat(invocation.err().lines()).hasSize(1);
		assertThat(invocation.out()).isEmpty();
		assertThat(invocation.status()).isEqualTo(3);
	}

	private static JsonNode close(SocketChannel client) {
		try {
			client.close();
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Invocation list(String... options) {
		String[] arguments = new String[options.length + 1];
		arguments[0] = "list";
		System.arraycopy(options, 0, arguments, 1, options.length);
		return Invocation.of(Map.of(), false, arguments);
	}

	private Path socket() {
		return this.directory.resolve("console.sock");
	}

}
