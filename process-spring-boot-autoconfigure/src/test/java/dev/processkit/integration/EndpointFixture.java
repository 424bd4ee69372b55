package dev.processkit.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.Framing;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessKind;
import dev.processkit.Program;
import dev.processkit.supervisor.Dispatcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An endpoint on either kind of socket, and the proof that nothing of it is left.
 */
class EndpointFixture {

	static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	/** How long the server waits for the end of a client that it has done with. */
	static final Duration LINGER = Duration.ofSeconds(2);

	final GenericApplicationContext context = new GenericApplicationContext();

	Path directory;

	ProcessEndpoints endpoints;

	@BeforeEach
	void prepare() throws IOException {
		this.directory = Files.createTempDirectory("endpoint");
		this.context.refresh();
	}

	@AfterEach
	void nothingIsLeft() throws IOException {
		if (this.endpoints != null) {
			this.endpoints.close();
		}
		this.context.close();
		try (var files = Files.list(this.directory)) {
			assertThat(files).isEmpty();
		}
		Files.delete(this.directory);
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	/**
	 * Attempt again what has failed only because it took too long: the server may cut off
	 * who is that slow.
	 */
	static void repeatIfLate(Duration limit, Attempt attempt) throws Exception {
		for (int i = 1;; i++) {
			long start = System.nanoTime();
			try {
				attempt.run();
				return;
			}
			catch (IOException | AssertionError ex) {
				if (i == 5 || System.nanoTime() - start < limit.toNanos()) {
					throw ex;
				}
			}
		}
	}

	static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("endpoint-"))
			.toList();
	}

	EndpointAddress address(ProcessKind kind) {
		return (kind == ProcessKind.TCP) ? new EndpointAddress.Tcp("127.0.0.1", 0)
				: new EndpointAddress.Unix(this.directory.resolve("s.sock"), OWNER);
	}

	EndpointAddress open(ProcessKind kind, Framing framing, Dispatcher dispatcher) {
		return open(kind, dispatcher, (settings) -> settings.framing(framing));
	}

	EndpointAddress open(ProcessKind kind, Dispatcher dispatcher, UnaryOperator<Settings> change) {
		this.endpoints = new ProcessEndpoints(dispatcher, (name) -> TestCertificates.server(), this.context);
		return this.endpoints.open(definition(kind, change));
	}

	ProcessDefinition definition(ProcessKind kind, UnaryOperator<Settings> change) {
		return ProcessDefinition.of("echo", Program.Worker.of("com.acme.Echo"))
			.withEndpoint(change.apply(new Settings(address(kind))).definition());
	}

	interface Attempt {

		void run() throws Exception;

	}

	static final class Settings {

		private final EndpointAddress address;

		private Framing framing = Framing.LINE;

		private int maxMessageSize = 1 << 20;

		private int maxConnections = 1024;

		private Duration idleTimeout = Duration.ofMinutes(5);

		private boolean closeAfterReply;

		private String sslBundle;

		Settings(EndpointAddress address) {
			this.address = address;
		}

		Settings framing(Framing framing) {
			this.framing = framing;
			return this;
		}

		Settings maxMessageSize(int maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
			return this;
		}

		Settings maxConnections(int maxConnections) {
			this.maxConnections = maxConnections;
			return this;
		}

		Settings idleTimeout(Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
			return this;
		}

		Settings closeAfterReply() {
			this.closeAfterReply = true;
			return this;
		}

		Settings ssl() {
			this.sslBundle = "server";
			return this;
		}

		EndpointDefinition definition() {
			return new EndpointDefinition(this.address, this.framing, this.maxMessageSize, this.maxConnections,
					this.idleTimeout, Duration.ofSeconds(30), this.closeAfterReply, this.sslBundle);
		}

	}

}
