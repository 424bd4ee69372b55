package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import dev.processkit.ProcessEvent;
import dev.processkit.ProcessStatus;
import dev.processkit.supervisor.Supervisor;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Ours, through to a worker process and back: a Spring Boot application with one process
 * behind an endpoint, as users declare it.
 *
 * @since 0.1
 */
public final class WorkerServer {

	private WorkerServer() {
	}

	/**
	 * Serve.
	 * @param args the framing, and {@code tcp} or the path of a socket
	 * @throws IOException if it cannot
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		String process = Serving.isUnix(args[1]) ? "process.unix-processes.echo." : "process.tcp-processes.echo.";
		Map<String, Object> properties = new LinkedHashMap<>(
				Map.of("spring.main.banner-mode", "off", "logging.level.root", "warn", "process.class-archive.enabled",
						"false", process + "type", EchoWorker.class.getName(), process + "framing", args[0]));
		properties.put(process + (Serving.isUnix(args[1]) ? "socket-path" : "port"),
				Serving.isUnix(args[1]) ? args[1] : "0");
		CountDownLatch ready = new CountDownLatch(1);
		ApplicationListener<PayloadApplicationEvent<?>> listener = (event) -> {
			if (event.getPayload() instanceof ProcessEvent.BecameReady) {
				ready.countDown();
			}
		};
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties(properties)
			.listeners(listener)
			.run()) {
			ready.await();
			ProcessStatus status = Objects.requireNonNull(context.getBean(Supervisor.class).find("echo"));
			Serving.ready(Serving.reached(Objects.requireNonNull(status.endpoint())));
			Serving.untilInputEnds();
		}
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
