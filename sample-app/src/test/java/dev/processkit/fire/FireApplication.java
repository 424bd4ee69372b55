package dev.processkit.fire;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application with a pool for each road: TCP, Unix-domain socket, typed calls, tasks.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class FireApplication {

	/**
	 * For tests in which no request may fail, on machines where a worker waits for a
	 * processor for many seconds.
	 */
	static final List<String> PATIENT = List.of("process.clients.timeout=120s",
			"process.tcp-processes.ledger-tcp.request-timeout=120s",
			"process.unix-processes.ledger-unix.request-timeout=120s", "process.defaults.stop.grace-period=60s",
			"process.defaults.heartbeat.timeout=60s", "process.defaults.readiness.timeout=120s");

	@Bean
	static Chronicle chronicle() {
		return new Chronicle();
	}

	/**
	 * Start it.
	 * @param directory where sockets and books are kept
	 * @param properties further properties, which win over those of this class
	 * @return its context
	 */
	static ConfigurableApplicationContext start(Path directory, String... properties) {
		Path books = directory.resolve("books");
		List<String> all = new ArrayList<>(List.of("process.skip.in-tests=false", "spring.jmx.enabled=false",
				"logging.level.root=error", "process.runtime-directory=" + directory.resolve("run"),
				"process.class-archive.directory=" + directory.resolve("class-archives"),
				"process.defaults.restart.delay=10ms", "process.defaults.restart.multiplier=1",
				"process.defaults.restart.max-restarts=100000"));
		pool(all, "process.processes.ledger", LedgerWorker.class, books, 3);
		pool(all, "process.tcp-processes.ledger-tcp", BookWorker.class, books, 2);
		all.add("process.tcp-processes.ledger-tcp.port=0");
		pool(all, "process.unix-processes.ledger-unix", BookWorker.class, books, 2);
		all.add("process.unix-processes.ledger-unix.socket-path=" + directory.resolve("ledger.sock"));
		all.add("process.task-executors.sums.instances=2");
		// Two values on a command line would be a list.
		List<String> names = Stream.of(properties).map((property) -> property.replaceAll("=.*", "=")).toList();
		all.removeIf((property) -> names.stream().anyMatch(property::startsWith));
		all.addAll(List.of(properties));
		// Not the sample's own processes: their ports may be in use.
		all.add("spring.config.name=fire");
		return new SpringApplicationBuilder(FireApplication.class).web(WebApplicationType.NONE)
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	private static void pool(List<String> properties, String path, Class<?> type, Path books, int instances) {
		properties.add(path + ".type=" + type.getName());
		properties.add(path + ".args.books=" + books);
		properties.add(path + ".instances=" + instances);
	}

}
