package dev.processkit.integration;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.EndpointAddress;
import dev.processkit.Framing;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessException;
import dev.processkit.ProcessKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Opening, closing and limits of endpoints, on both kinds of socket.
 */
@Timeout(180)
class EndpointTests extends EndpointFixture {

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void serveWhenThousandClientsAtOnceServesAll(ProcessKind kind) throws IOException {
		EndpointAddress address = open(kind, Framing.LINE, FakeDispatcher.echo());
		List<Client> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 1000; i++) {
				clients.add(Client.connect(address).send("hello " + i + "\n"));
			}
			for (int i = 0; i < 1000; i++) {
				assertThat(clients.get(i).readLine()).isEqualTo("hello " + i);
			}
			assertThat(this.endpoints.connections()).isEqualTo(Map.of("echo", 1000));
		}
		finally {
			for (Client client : clients) {
				client.close();
			}
		}
		await().until(() -> this.endpoints.connections().get("echo") == 0);
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void serveWhenOneMoreThanAllowedTellsIt(ProcessKind kind) throws Exception {
		EndpointAddress address = open(kind, FakeDispatcher.echo(), (settings) -> settings.maxConnections(2));
		try (Client first = Client.connect(address); Client second = Client.connect(address)) {
			assertThat(first.send("1\n").readLine()).isEqualTo("1");
			assertThat(second.send("2\n").readLine()).isEqualTo("2");
			repeatIfLate(LINGER, () -> {
				try (Client third = Client.connect(address)) {
					assertThat(third.send("3\n").readAll()).contains("maximum of 2 connections").endsWith("\n");
				}
			});
			assertThat(first.send("still\n").readLine()).isEqualTo("still");
		}
		await().until(() -> this.endpoints.connections().get("echo") == 0);
		try (Client next = Client.connect(address)) {
			assertThat(next.send("4\n").readLine()).isEqualTo("4");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void serveWhenOneClientDoesNotReadServesTheOthers(ProcessKind kind) throws Exception {
		EndpointAddress address = open(kind, Framing.LINE, FakeDispatcher.echo());
		try (Client slow = Client.connect(address); Client quick = Client.connect(address)) {
			String large = "x".repeat(500_000);
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
				try {
					for (int i = 0; i < 50; i++) {
						slow.send(large).send("\n");
					}
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			});
			long[] times = new long[200];
			for (int i = 0; i < 200; i++) {
				long start = System.nanoTime();
				assertThat(quick.send("ping\n").readLine()).isEqualTo("ping");
				times[i] = System.nanoTime() - start;
			}
			// A few may be late because the machine is busy.
			Arrays.sort(times);
			assertThat(Duration.ofNanos(times[189])).isLessThan(Duration.ofSeconds(2));
			assertThat(sending).isNotDone();
			for (int i = 0; i < 50; i++) {
				assertThat(slow.readLine()).hasSize(500_000);
			}
			sending.get(30, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void idleWhenSilentOrTricklingIsClosedUnlessAReplyIsOwed(ProcessKind kind) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		EndpointAddress address = open(kind, dispatcher, (settings) -> settings.idleTimeout(Duration.ofMillis(300)));
		try (Client waiting = clientThatWaits(address, dispatcher);
				Client silent = Client.connect(address);
				Client trickling = Client.connect(address)) {
			await().pollInterval(Duration.ofMillis(20)).until(() -> isRefused(trickling));
			assertThat(silent.readAll()).isEmpty();
			await().until(() -> this.endpoints.connections().get("echo") == 1);
			dispatcher.take().forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
			assertThat(waiting.readAll()).isEqualTo("wait\n");
		}
	}

	/** Who is slow to send is idle, and closed; it tries again. */
	private static Client clientThatWaits(EndpointAddress address, FakeDispatcher dispatcher) {
		return await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
			Client client = Client.connect(address).send("wait\n");
			await().until(() -> !dispatcher.pending.isEmpty() || client.available() < 0);
			if (dispatcher.pending.isEmpty()) {
				client.close();
			}
			return client;
		}, (client) -> !dispatcher.pending.isEmpty());
	}

	private static boolean isRefused(Client client) {
		try {
			client.send("x");
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void closeWhenRequestsAreInFlightLetsTheRepliesOut(ProcessKind kind) throws Exception {
		repeatIfLate(Duration.ofSeconds(10), () -> closeWithRequestsInFlight(kind));
	}

	private void closeWithRequestsInFlight(ProcessKind kind) throws Exception {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		EndpointAddress address = open(kind, Framing.LINE, dispatcher);
		CompletableFuture<Void> begun = new CompletableFuture<>();
		CompletableFuture<Void> closing = begun.thenRunAsync(() -> this.endpoints.close("echo"));
		try (Client client = Client.connect(address); Client idle = Client.connect(address)) {
			client.send("one\ntwo\npart");
			await().until(() -> dispatcher.pending.size() == 2);
			begun.complete(null);
			assertThat(idle.readAll()).isEmpty();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> Client.connect(address));
			assertThat(closing).isNotDone();
			dispatcher.take().forEach(FakeDispatcher.Request::echo);
			dispatcher.afterReplies.run();
			assertThat(client.readAll()).isEqualTo("one\ntwo\n");
			closing.get(30, TimeUnit.SECONDS);
			assertThat(this.endpoints.connections()).isEmpty();
		}
		finally {
			begun.complete(null);
			closing.join();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void openWhenOpenOrClosedBeforeIsIdempotent(ProcessKind kind) throws IOException {
		EndpointAddress address = open(kind, Framing.LINE, FakeDispatcher.echo());
		assertThat(this.endpoints.open(definition(kind, (settings) -> settings))).isEqualTo(address);
		assertThatExceptionOfType(ProcessException.class)
			.isThrownBy(() -> this.endpoints.open(definition(kind, (settings) -> settings.maxConnections(1))))
			.withMessageContaining("is open on " + address);
		this.endpoints.close("echo");
		this.endpoints.close("echo");
		try (Client client = Client.connect(this.endpoints.open(definition(kind, (settings) -> settings)))) {
			assertThat(client.send("again\n").readLine()).isEqualTo("again");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TCP", "UNIX" })
	void disconnectWhenRequestsAreInFlightDropsTheReplies(ProcessKind kind) throws IOException {
		FakeDispatcher dispatcher = FakeDispatcher.holding();
		EndpointAddress address = open(kind, Framing.LINE, dispatcher);
		Client.connect(address).send("one\ntwo\n").close();
		await().until(() -> dispatcher.pending.size() == 2);
		dispatcher.take().forEach(FakeDispatcher.Request::echo);
		dispatcher.afterReplies.run();
		await().until(() -> this.endpoints.connections().get("echo") == 0);
	}

	@Test
	void openWhenPortIsInUseThrows() throws IOException {
		this.endpoints = new ProcessEndpoints(FakeDispatcher.echo(), (name) -> null, this.context);
		try (ServerSocket taken = new ServerSocket(0)) {
			EndpointAddress address = new EndpointAddress.Tcp("127.0.0.1", taken.getLocalPort());
			assertThatExceptionOfType(EndpointBindException.class)
				.isThrownBy(() -> this.endpoints.open(definition(ProcessKind.TCP, (settings) -> new Settings(address))))
				.withMessageStartingWith("Cannot listen on " + address + ": the port is in use. Stop")
				.satisfies((ex) -> assertThat(ex.address()).isEqualTo(address));
		}
	}

	@Test
	void openWhenHostIsNotOursThrows() {
		this.endpoints = new ProcessEndpoints(FakeDispatcher.echo(), (name) -> null, this.context);
		assertThatExceptionOfType(EndpointBindException.class)
			.isThrownBy(() -> this.endpoints
				.open(definition(ProcessKind.TCP, (settings) -> new Settings(new EndpointAddress.Tcp("192.0.2.1", 0)))))
			.withMessageContaining("no address of this machine");
	}

	@Test
	void openUnixWhenFileIsStaleReplacesIt() throws IOException {
		Path path = this.directory.resolve("s.sock");
		try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			stale.bind(UnixDomainSocketAddress.of(path));
		}
		assertThat(path).exists();
		try (Client client = Client.connect(open(ProcessKind.UNIX, Framing.LINE, FakeDispatcher.echo()))) {
			assertThat(client.send("x\n").readLine()).isEqualTo("x");
		}
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
	}

	@Test
	void openUnixWhenSocketIsLiveThrowsAndLeavesIt() throws IOException {
		Path path = this.directory.resolve("s.sock");
		try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			live.bind(UnixDomainSocketAddress.of(path));
			assertThatExceptionOfType(EndpointBindException.class)
				.isThrownBy(() -> open(ProcessKind.UNIX, Framing.LINE, FakeDispatcher.echo()))
				.withMessageContaining("the socket is in use");
			Client.connect(new EndpointAddress.Unix(path, OWNER)).close();
		}
		Files.delete(path);
	}

	@Test
	void openUnixWhenFileIsNoSocketThrowsAndLeavesIt() throws IOException {
		Path path = Files.writeString(this.directory.resolve("s.sock"), "precious");
		assertThatExceptionOfType(EndpointBindException.class)
			.isThrownBy(() -> open(ProcessKind.UNIX, Framing.LINE, FakeDispatcher.echo()))
			.withMessageContaining("a file that is no socket is there");
		assertThat(path).hasContent("precious");
		Files.delete(path);
	}

	@Test
	void openUnixWhenDirectoryIsMissingThrows() {
		this.endpoints = new ProcessEndpoints(FakeDispatcher.echo(), (name) -> null, this.context);
		EndpointAddress address = new EndpointAddress.Unix(this.directory.resolve("no/s.sock"), OWNER);
		assertThatExceptionOfType(EndpointBindException.class)
			.isThrownBy(() -> this.endpoints.open(definition(ProcessKind.UNIX, (settings) -> new Settings(address))))
			.withMessageContaining("does not exist. Create it");
	}

	@Test
	void closeUnixWhenFileWasReplacedLeavesTheNewOne() throws IOException {
		Path path = this.directory.resolve("s.sock");
		open(ProcessKind.UNIX, Framing.LINE, FakeDispatcher.echo());
		Files.delete(path);
		Files.writeString(path, "another's");
		this.endpoints.close();
		assertThat(path).hasContent("another's");
		Files.delete(path);
	}

	@Test
	void openUnixWhenPathIsAsLongAsItMayBeServes() throws IOException {
		String prefix = this.directory + "/";
		Path longest = Path.of(prefix + "x".repeat(EndpointAddress.Unix.MAX_PATH_BYTES - prefix.length()));
		Path link = this.directory.resolve("short");
		this.endpoints = new ProcessEndpoints(FakeDispatcher.echo(), (name) -> null, this.context);
		this.endpoints
			.open(definition(ProcessKind.UNIX, (settings) -> new Settings(new EndpointAddress.Unix(longest, OWNER))));
		Files.createSymbolicLink(link, longest);
		try (Client client = Client.connect(new EndpointAddress.Unix(link, OWNER))) {
			assertThat(client.send("x\n").readLine()).isEqualTo("x");
		}
		Files.delete(link);
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new EndpointAddress.Unix(Path.of(longest + "y"), OWNER))
			.withMessageContaining("is 108 bytes long; a Unix-domain socket takes 107");
	}

}
