package dev.processkit.launch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import dev.processkit.ProcessLaunchException;
import dev.processkit.Readiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.processkit.launch.LaunchFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ReadinessProbeTests {

	@TempDir
	Path base;

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void fileProbeDeletesOldFileAndCallsOnceWhenItAppears() throws Exception {
		Path file = Files.createFile(this.base.resolve("ready"));
		try (ReadinessProbe probe = prepare(new Readiness.Probe.File(Path.of("ready")), this.base)) {
			assertThat(file).doesNotExist();
			probe.start();
			Files.createFile(file);
			await().atMost(PATIENCE).untilAtomic(this.calls, org.hamcrest.Matchers.is(1));
		}
	}

	@Test
	void fileProbeWhenOldFileCannotBeDeletedThrowsException() throws Exception {
		Files.createDirectories(this.base.resolve("ready/full"));
		assertThatExceptionOfType(ProcessLaunchException.class)
			.isThrownBy(() -> prepare(new Readiness.Probe.File(this.base.resolve("ready")), null))
			.withMessageContaining("ready");
	}

	@Test
	void tcpProbeCallsWhenPortAccepts() throws Exception {
		try (ServerSocket server = new ServerSocket()) {
			InetSocketAddress address = freeAddress();
			try (ReadinessProbe probe = prepare(new Readiness.Probe.Tcp("127.0.0.1", address.getPort()), null)) {
				probe.start();
				assertThat(this.calls).hasValue(0);
				server.bind(address);
				await().atMost(PATIENCE).untilAtomic(this.calls, org.hamcrest.Matchers.is(1));
			}
		}
	}

	@Test
	void probesShareOneThread() throws Exception {
		int port = freeAddress().getPort();
		List<ReadinessProbe> probes = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			probes.add(prepare(new Readiness.Probe.Tcp("127.0.0.1", port), null));
			probes.get(i).start();
		}
		assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> thread.getName().startsWith("process-readiness"))
			.hasSizeLessThanOrEqualTo(1);
		probes.forEach(ReadinessProbe::close);
		try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(300);
			// One attempt may have been under way.
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThatExceptionOfType(java.net.SocketTimeoutException.class)
					.isThrownBy(() -> server.accept().close()));
		}
		assertThat(this.calls).hasValue(0);
	}

	@Test
	void logLineProbeCallsOnceWhenPatternIsFound() {
		ReadinessProbe probe = prepare(new Readiness.Probe.LogLine(Pattern.compile("Started in \\d+")), null);
		probe.start();
		probe.onLine("Starting");
		assertThat(this.calls).hasValue(0);
		probe.onLine("12:00 Started in 5 s");
		probe.onLine("12:00 Started in 5 s");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void logLineProbeWhenClosedDoesNotCall() {
		ReadinessProbe probe = prepare(new Readiness.Probe.LogLine(Pattern.compile("x")), null);
		probe.close();
		probe.start();
		probe.onLine("x");
		assertThat(this.calls).hasValue(0);
	}

	@Test
	void workerAndNoneAreNotForThisProbe() {
		for (Readiness.Probe kind : List.of(new Readiness.Probe.Worker(), new Readiness.Probe.None())) {
			ReadinessProbe probe = prepare(kind, null);
			probe.start();
			probe.onLine("ready");
			probe.close();
		}
		assertThat(this.calls).hasValue(0);
	}

	private ReadinessProbe prepare(Readiness.Probe probe, Path directory) {
		return ReadinessProbe.prepare(probe, directory, this.calls::incrementAndGet);
	}

	private static InetSocketAddress freeAddress() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
		}
	}

}
