package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.Framing;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.control.WorkerCall;
import dev.processkit.integration.ProcessEndpoints;
import dev.processkit.supervisor.Dispatcher;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ours, inside the application: the endpoints of a Spring Boot application, in front of a
 * dispatcher that gives each message back at once.
 *
 * @since 0.1
 */
public final class EndpointServer {

	private EndpointServer() {
	}

	/**
	 * Serve.
	 * @param args the framing, and {@code tcp} or the path of a socket
	 * @throws IOException if it cannot
	 */
	public static void main(String[] args) throws IOException {
		Framing framing = Framing.valueOf(args[0].toUpperCase(Locale.ROOT));
		EndpointDefinition endpoint = new EndpointDefinition(Serving.endpoint(args[1]), framing, 1 << 20, 1024,
				Duration.ofMinutes(5), Duration.ofSeconds(30), false, null);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn")
			.run(); ProcessEndpoints endpoints = new ProcessEndpoints(new Echo(), (bundle) -> {
				throw new IllegalArgumentException(bundle);
			}, context)) {
			EndpointAddress address = endpoints
				.open(ProcessDefinition.of("echo", Program.Worker.of("in.the.Application")).withEndpoint(endpoint));
			Serving.ready(Serving.reached(address));
			Serving.untilInputEnds();
		}
	}

	@EnableAutoConfiguration
	static class Application {

	}

	/** Answers on the event loop. */
	private static final class Echo implements Dispatcher {

		@Override
		public Route route(String process, Duration timeout, Runnable afterReplies) {
			return new Route() {

				private boolean answered;

				@Override
				public void dispatch(byte[] payload, ReplyCallback callback) {
					callback.onReply(payload);
					this.answered = true;
				}

				@Override
				public Cancellation call(WorkerCall call, CallOptions options, ReplyCallback callback) {
					throw new UnsupportedOperationException("Endpoints send no calls");
				}

				@Override
				public void flush() {
					if (this.answered) {
						this.answered = false;
						afterReplies.run();
					}
				}

			};
		}

	}

}
