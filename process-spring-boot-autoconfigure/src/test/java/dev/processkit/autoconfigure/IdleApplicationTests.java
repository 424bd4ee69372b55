package dev.processkit.autoconfigure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import dev.processkit.InstanceState;
import dev.processkit.console.ConsoleClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an application costs that has nothing to do.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class IdleApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void supervisorThatOnlyWaitsLeavesTheProcessorAlone() throws Exception {
		String yaml = """
				process:
				  console: {enabled: true, socket-path: %1$s/admin.sock}
				  unix-processes:
				    answers: {command: [cat], protocol: lines, socket-path: %1$s/unix.sock}
				  processes:
				    runs: {command: [sleep, "1000"]}
				""".formatted(this.directory);
		try (Reloaded application = new Reloaded(this.directory, yaml);
				SocketChannel client = SocketChannel
					.open(UnixDomainSocketAddress.of(this.directory.resolve("unix.sock")));
				ConsoleClient operator = ConsoleClient
					.connect(application.context().getBean(ConsoleLifecycle.class).addresses().get(0))) {
			assertThat(operator.ask("system.ping")).isEqualTo("pong");
			String broken = "    broken: {command: ['false'], restart: {delay: 5m, max-delay: 5m}}\n";
			application.reload(yaml + broken);
			await().atMost(Reloaded.PATIENCE)
				.until(() -> application.find("broken").state() == InstanceState.BACKING_OFF);
			application.reload(yaml + broken + "    clock: {command: [sleep, '2'], restart: {mode: never}}\n");
			Map<Long, Long> before = processorTimes();
			long start = System.nanoTime();
			await().atMost(Reloaded.PATIENCE).until(() -> application.find("clock").state() == InstanceState.COMPLETED);
			long passed = System.nanoTime() - start;
			long used = processorTimes().entrySet()
				.stream()
				.mapToLong((thread) -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
				.sum();
			assertThat(used).as("nanoseconds of %d", passed).isLessThan(passed / 5);
			assertThat(client.isConnected()).isTrue();
		}
	}

	/** Of each thread of the application, which neither compiles nor collects garbage. */
	private static Map<Long, Long> processorTimes() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		Map<Long, Long> times = new HashMap<>();
		for (long id : threads.getAllThreadIds()) {
			times.put(id, Math.max(0, threads.getThreadCpuTime(id)));
		}
		return times;
	}

}
