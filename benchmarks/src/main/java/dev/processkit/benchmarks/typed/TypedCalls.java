package dev.processkit.benchmarks.typed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.processkit.ProcessEvent;
import dev.processkit.benchmarks.program.CallRoad;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Typed calls, as applications make them: a Spring Boot application that injects the
 * interface. JSON both ways.
 */
final class TypedCalls implements CallRoad {

	private final ConfigurableApplicationContext context;

	private final EchoClient client;

	TypedCalls(int workers) throws InterruptedException {
		CountDownLatch ready = new CountDownLatch(workers);
		ApplicationListener<PayloadApplicationEvent<?>> listener = (event) -> {
			if (event.getPayload() instanceof ProcessEvent.BecameReady) {
				ready.countDown();
			}
		};
		this.context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn", "process.class-archive.enabled=false",
					"process.processes.echo.type=" + TypedEchoWorker.class.getName(),
					"process.processes.echo.instances=" + workers)
			.listeners(listener)
			.run();
		ready.await();
		this.client = this.context.getBean(EchoClient.class);
	}

	@Override
	public CompletableFuture<String> call(String argument) {
		return this.client.echo(argument);
	}

	@Override
	public String callAndWait(String argument) {
		return this.client.say(argument);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
