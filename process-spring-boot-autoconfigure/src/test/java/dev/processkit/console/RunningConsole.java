package dev.processkit.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;

import dev.processkit.EndpointAddress;
import dev.processkit.ProcessManager;
import dev.processkit.operation.CommandLineSanitizer;
import dev.processkit.operation.Snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A console over a mocked manager, on a real socket. Closing it asserts that nothing is
 * left.
 */
final class RunningConsole implements AutoCloseable {

	private final ProcessManager manager = mock();

	private final Console console;

	private ConsoleServer server;

	RunningConsole() {
		given(this.manager.status()).willReturn(Snapshots.typical());
		given(this.manager.because(anyString())).willReturn(this.manager);
		this.console = new Console(this.manager, new CommandLineSanitizer(), InstantSource.system());
	}

	ProcessManager manager() {
		return this.manager;
	}

	Console console() {
		return this.console;
	}

	RunningConsole onUnix(Path directory) {
		return onUnix(directory, 16, Duration.ofMinutes(10));
	}

	RunningConsole onUnix(Path directory, int maxConnections, Duration idleTimeout) {
		return open(new EndpointAddress.Unix(directory.resolve("c.sock"), PosixFilePermissions.fromString("rw-------")),
				null, maxConnections, idleTimeout);
	}

	RunningConsole onTcp(String token) {
		return open(new EndpointAddress.Tcp("127.0.0.1", 0), token, 16, Duration.ofMinutes(10));
	}

	private RunningConsole open(EndpointAddress address, String token, int maxConnections, Duration idleTimeout) {
		this.server = ConsoleServer.open(this.console,
				new ConsoleSettings(address, token, maxConnections, 65536, idleTimeout));
		return this;
	}

	EndpointAddress address() {
		return this.server.address();
	}

	ConsoleClient client() throws IOException {
		return ConsoleClient.connect(address());
	}

	static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("process-console"))
			.count();
	}

	@Override
	public void close() {
		this.server.close();
		// Those of connections are not waited for longer than a few seconds.
		await().until(() -> threads() == 0);
		if (address() instanceof EndpointAddress.Unix unix) {
			assertThat(Files.exists(unix.path())).isFalse();
		}
	}

}
