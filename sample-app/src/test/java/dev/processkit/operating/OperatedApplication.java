package dev.processkit.operating;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import dev.processkit.InstanceState;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.console.ConsoleMethod;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application with a console and something to look at: a command that prints, one that
 * is silent, one that has failed for good, a worker that loops, a group, and what a file
 * declares. Closing it asserts that nothing is left.
 */
final class OperatedApplication implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Colours its lines, and would clear the terminal of who looks at them. */
	private static final String TICKER = "i=0; while :; do i=$((i+1)); "
			+ "printf 'tick %d \\033[32mgreen\\033[0m\\033[2J\\n' $i; sleep 0.1; done";

	private final Path directory;

	private final ConfigurableApplicationContext context;

	OperatedApplication(Path directory, String... properties) throws IOException {
		this.directory = directory;
		declare("edited: {command: [sleep, \"1000\"]}");
		List<String> all = new ArrayList<>(List.of("process.skip.in-tests=false", "spring.jmx.enabled=false",
				"logging.level.root=error", "process.runtime-directory=" + directory.resolve("run"), "process.spares=0",
				"process.console.enabled=true", "process.console.socket-path=" + socket(),
				"spring.config.import=file:" + file(), "process.processes.heart.type=" + Heart.class.getName(),
				"process.processes.heart.loop.interval=10ms", "process.processes.heart.heartbeat.interval=50ms",
				"process.processes.silent.command=sleep,1000", "process.processes.broken.command=sh,-c,exit 7",
				"process.processes.broken.restart.mode=never", "process.groups.pair.members=silent,heart",
				"process.processes.ticker.log.to=file", "process.processes.ticker.log.file=" + log(),
				"process.processes.ticker.command[0]=sh", "process.processes.ticker.command[1]=-c",
				"process.processes.ticker.command[2]=" + TICKER));
		all.addAll(List.of(properties));
		// Not the sample's own processes: their ports may be in use.
		all.add("spring.config.name=operated");
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new));
		awaitState("heart", InstanceState.READY);
		awaitState("ticker", InstanceState.READY);
		awaitState("broken", InstanceState.FAILED);
	}

	/**
	 * Choose a port that is free, and that nobody is given who asks for any.
	 * @return the port
	 */
	static int freePort() throws IOException {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
			try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return server.getLocalPort();
			}
			catch (BindException ex) {
				// It is taken: there are more.
			}
		}
	}

	Path socket() {
		return this.directory.resolve("console.sock");
	}

	/** What the ticker prints goes there too. */
	Path log() {
		return this.directory.resolve("ticker.log");
	}

	private Path file() {
		return this.directory.resolve("edited.yml");
	}

	/** Write what the file declares, a line. */
	void declare(String processes) throws IOException {
		Files.writeString(file(), "process:\n  processes:\n    " + processes + "\n");
	}

	ProcessManager manager() {
		return this.context.getBean(ProcessManager.class);
	}

	ProcessStatus awaitState(String process, InstanceState state) {
		return await(process + " is " + state).atMost(PATIENCE)
			.until(() -> manager().status()
				.processes()
				.stream()
				.filter((status) -> status.name().equals(process) && status.state() == state)
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	/** One for each socket, and two for each client. */
	static long consoleThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("process-console"))
			.count();
	}

	@Override
	public void close() {
		this.context.close();
		await("no client is served").atMost(PATIENCE).until(() -> consoleThreads() == 0);
		assertThat(socket()).doesNotExist();
		await("no process is left").atMost(PATIENCE)
			.until(() -> ProcessHandle.current().children().noneMatch(OperatedApplication::isOurs));
	}

	/** Not the shell of a terminal at which somebody still looks. */
	private static boolean isOurs(ProcessHandle process) {
		return process.isAlive() && !process.info().command().orElse("").endsWith("/script");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Mail.class)
	static class Application {

	}

	static class Mail {

		@ConsoleMethod(value = "mail.flush", help = "Sends what waits")
		Flushed flush(String queue, Optional<Integer> limit) {
			if (queue.isEmpty()) {
				throw new IllegalStateException("No queue has an empty name");
			}
			return new Flushed(queue, limit.orElse(12));
		}

	}

	/**
	 * What was sent.
	 *
	 * @param queue from where
	 * @param sent how many
	 */
	record Flushed(String queue, int sent) {

	}

}
