package dev.processkit.console;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.processkit.EndpointAddress;
import dev.processkit.ProcessStatus;
import dev.processkit.integration.EndpointBindException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;

/**
 * Clients that are slow, silent, rude or many; and the life of the socket.
 */
@EnabledOnOs(OS.LINUX)
class ConsoleServerTests {

	private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.ping\"}";

	private static final String PONG = "{\"jsonrpc\":\"2.0\",\"result\":\"pong\",\"id\":1}";

	@TempDir
	private Path directory;

	@Test
	void namedParametersHarmNobody() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient client = console.client()) {
			assertThat(client.call("system.methodHelp", "{\"method\":\"system.ping\"}").has("result")).isTrue();
			assertThat(client.call("system.methodHelp", "{\"wrong\":{\"nested\":[null]}}").has("error")).isTrue();
			assertThat(client.ask(PING)).isEqualTo(PONG);
		}
	}

	@Test
	void halfALineHarmsNobodyAndIsNeverDone() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient half = console.client();
				ConsoleClient silent = console.client();
				ConsoleClient other = console.client()) {
			half.send("stop pri");
			assertThat(other.ask(PING)).isEqualTo(PONG);
			half.halfClose();
			half.assertEnds();
			assertThat(org.mockito.Mockito.mockingDetails(console.manager()).getInvocations())
				.noneMatch((invocation) -> invocation.getMethod().getName().equals("stop"));
		}
	}

	@Test
	void halfALineDoesNotKeepTheConsoleFromClosing() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient half = console.client()) {
			half.send("{\"jsonrpc\":");
		}
	}

	@Test
	void secondClientIsServedWhileTheFirstIsConnectedAndActs() throws Exception {
		CompletableFuture<ProcessStatus> never = new CompletableFuture<>();
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient first = console.client();
				ConsoleClient second = console.client()) {
			given(console.manager().stop("pricing")).willReturn(never);
			first.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"process.stop\",\"params\":[\"pricing\"]}\n" + PING
					+ "\n");
			assertThat(second.ask(PING)).isEqualTo(PONG);
			assertThat(never.isDone()).isFalse();
			never.complete(console.manager().status().processes().get(0));
			assertThat(first.line()).contains("\"pricing\"");
			assertThat(first.line()).isEqualTo(PONG);
		}
	}

	@Test
	void languageIsChosenByEachLine() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient client = console.client();
				ConsoleClient other = console.client()) {
			assertThat(client.ask(PING)).isEqualTo(PONG);
			assertThat(client.ask("system.ping")).isEqualTo("pong");
			assertThat(other.ask("system.ping")).isEqualTo("pong");
			assertThat(client.ask("  " + PING + "  \r")).isEqualTo(PONG);
			assertThat(other.ask("nonsense")).isEqualTo("error: 'nonsense' is unknown");
		}
	}

	@Test
	void bytesThatAreNoTextAreAnError() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient client = console.client()) {
			assertThat(client.ask("\u0000\u001b[31m\ufffd")).startsWith("error: ").doesNotContain("\u001b");
			client.line();
			assertThat(client.ask(PING)).isEqualTo(PONG);
		}
	}

	@Test
	void longLineIsRefusedAndTheConnectionEnds() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient client = console.client();
				ConsoleClient people = console.client();
				ConsoleClient other = console.client()) {
			client.send("[" + "1".repeat(70_000));
			assertThat(client.line()).contains("-32004");
			client.assertEnds();
			people.send("s".repeat(70_000));
			assertThat(people.line()).startsWith("error: The line is longer than 65536 bytes");
			people.assertEnds();
			assertThat(other.ask(PING + " ".repeat(65_536 - PING.length()))).isEqualTo(PONG);
		}
	}

	@Test
	void clientsAboveTheMaximumAreToldAndTurnedAway() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory, 2, Duration.ofMinutes(1))) {
			List<ConsoleClient> clients = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				clients.add(console.client());
				assertThat(clients.get(i).ask(PING)).isEqualTo(PONG);
			}
			try (ConsoleClient third = console.client()) {
				assertThat(third.line()).contains("-32004").contains("maximum of 2");
				third.assertEnds();
			}
			clients.get(0).close();
			await().atMost(Duration.ofSeconds(30)).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
				try (ConsoleClient again = console.client()) {
					assertThat(again.ask(PING)).isEqualTo(PONG);
				}
			});
			clients.get(1).close();
		}
	}

	@Test
	void clientThatAsksNothingIsDisconnectedWithAReason() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory, 2, Duration.ofSeconds(3));
				ConsoleClient people = clientThatHasAsked(console);
				ConsoleClient silent = console.client()) {
			assertThat(people.line()).isEqualTo("error: Nothing was asked for too long");
			people.assertEnds();
			silent.assertEnds();
		}
	}

	/** Who is slow to ask is disconnected before, and tries again. */
	private static ConsoleClient clientThatHasAsked(RunningConsole console) throws Exception {
		AtomicReference<ConsoleClient> served = new AtomicReference<>();
		await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
			ConsoleClient client = console.client();
			served.set(client);
			assertThat(client.ask("system.ping")).isEqualTo("pong");
		});
		return served.get();
	}

	@Test
	void clientsAreToldWhenTheConsoleCloses() throws Exception {
		ConsoleClient client;
		try (RunningConsole console = new RunningConsole().onUnix(this.directory)) {
			client = console.client();
			assertThat(client.ask(PING)).isEqualTo(PONG);
		}
		assertThat(client.line()).contains("console.closed").contains("shuts down");
		client.assertEnds();
		client.close();
	}

	@Test
	void quitEndsTheConnection() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient client = console.client()) {
			client.send("quit\n");
			client.assertEnds();
			await().atMost(Duration.ofSeconds(30)).until(() -> RunningConsole.threads() == 1);
		}
	}

	@Test
	void requestsBeforeTheHalfCloseAreAnswered() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory);
				ConsoleClient client = console.client()) {
			client.send((PING + "\n").repeat(100));
			client.halfClose();
			for (int i = 0; i < 100; i++) {
				assertThat(client.line()).isEqualTo(PONG);
			}
			client.assertEnds();
		}
	}

	@Test
	void socketIsForItsOwnerOnlyAndNoForeignFileIsReplaced() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory)) {
			Path file = ((EndpointAddress.Unix) console.address()).path();
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			RunningConsole second = new RunningConsole();
			assertThatExceptionOfType(EndpointBindException.class).isThrownBy(() -> second.onUnix(this.directory));
			try (ConsoleClient client = console.client()) {
				assertThat(client.ask(PING)).isEqualTo(PONG);
			}
		}
		Path foreign = Files.writeString(this.directory.resolve("c.sock"), "mine");
		RunningConsole refused = new RunningConsole();
		assertThatExceptionOfType(EndpointBindException.class).isThrownBy(() -> refused.onUnix(this.directory));
		assertThat(foreign).hasContent("mine");
	}

	@Test
	void peersAreKnownToTheKernel() throws Exception {
		try (RunningConsole console = new RunningConsole().onUnix(this.directory)) {
			Path file = ((EndpointAddress.Unix) console.address()).path();
			try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
				UserPrincipal user = Peers.user(channel);
				Peers peers = Peers.of(file);
				assertThat(user).isEqualTo(Files.getOwner(file));
				assertThat(peers.mayEnter(user)).isTrue();
				assertThat(peers.mayEnter(peers.root())).isTrue();
				assertThat(peers.root().equals(user)).isEqualTo(user.getName().equals("root"));
				UserPrincipal stranger = FileSystems.getDefault()
					.getUserPrincipalLookupService()
					.lookupPrincipalByName("54321");
				assertThat(peers.mayEnter(stranger)).isFalse();
			}
		}
	}

}
