package dev.processkit.client.pricing;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import dev.processkit.InstanceState;
import dev.processkit.ProcessManager;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.WorkerExitedException;
import dev.processkit.client.CallObserver;
import dev.processkit.client.RemoteCallException;
import dev.processkit.client.pricing.Pricing.Quote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A whole application that calls workers in JVMs of their own.
 */
@EnabledOnOs(OS.LINUX)
class TypedCallsTests {

	private ConfigurableApplicationContext context;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		if (this.context != null) {
			ProcessManager manager = this.context.getBean(ProcessManager.class);
			this.context.close();
			assertThat(manager.running()).isEmpty();
		}
	}

	@Test
	void leanWorkerAnswers() throws Exception {
		Pricing pricing = run(PricingWorker.class);
		assertThat(pricing.quote("a", 2)).isEqualTo(new Quote("a", BigDecimal.valueOf(2)));
		assertThat(pricing.zero()).isZero();
		assertThat(pricing.state("of nobody")).isEmpty();
		assertThat(pricing.quotes(List.of()).get(30, TimeUnit.SECONDS)).isEmpty();
		assertThat(pricing.trace()).isEqualTo("of trace");
		List<CompletableFuture<List<Quote>>> many = IntStream.range(0, 200)
			.mapToObj((number) -> pricing.quotes(List.of("sku" + number)))
			.toList();
		for (int number = 0; number < many.size(); number++) {
			assertThat(many.get(number).get(30, TimeUnit.SECONDS)).singleElement().returns("sku" + number, Quote::sku);
		}
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> pricing.quote("", 1))
			.withMessage("no sku")
			.satisfies((failure) -> assertThat(failure.remote().stack()).contains("PricingWorker.quote"));
	}

	@Test
	void springWorkerAnswersAndObserves() {
		Pricing pricing = run(ComponentPricing.class, "base-price=12.50");
		assertThat(pricing.quote("a", 2)).isEqualTo(new Quote("a", new BigDecimal("12.50")));
		assertThat(pricing.trace()).isEqualTo(Map.of("traceparent", "of trace").toString());
	}

	@Test
	void bigPayloadsPassAndLongerOnesAreRefused() {
		Pricing pricing = run(PricingWorker.class);
		byte[] big = new byte[12 << 20];
		big[1] = 1;
		// In Base64 four bytes stand for three.
		byte[] fits = java.util.Arrays.copyOf(big, big.length - 1024);
		assertThat(pricing.echo(fits)).isEqualTo(fits);
		assertThatExceptionOfType(RequestFailedException.class).isThrownBy(() -> pricing.echo(big))
			.withMessageContaining("too long")
			.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(Kind.REJECTED));
		assertThat(pricing.zero()).isZero();
	}

	@Test
	void callEndsWhenItsTimeIsUpOrItsWorkerExits() throws Exception {
		Pricing pricing = run(PricingWorker.class);
		assertThatThrownBy(() -> pricing.sleep(60_000).get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT));
		assertThatExceptionOfType(WorkerExitedException.class).isThrownBy(() -> pricing.halt(3))
			.satisfies((failure) -> {
				assertThat(failure.instance()).hasToString("pricing-0");
				assertThat(failure.exit()).isNotNull();
				assertThat(failure.exit().code()).isEqualTo(3);
				assertThat(failure.lastLines()).contains("halting");
			});
		assertThat(pricing.zero()).isZero();
	}

	@Test
	void cancellingInterruptsTheWorker() throws Exception {
		Pricing pricing = run(PricingWorker.class);
		CompletableFuture<Boolean> waiting = pricing.await("cancelled");
		awaitOutput("waiting cancelled");
		assertThat(waiting.cancel(true)).isTrue();
		await().until(() -> pricing.state("cancelled").equals("interrupted"));
		CompletableFuture<Boolean> late = pricing.await("late");
		awaitOutput("waiting late");
		late.orTimeout(1, TimeUnit.MILLISECONDS);
		assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(TimeoutException.class);
		await().until(() -> pricing.state("late").equals("interrupted"));
		CompletableFuture<String> caller = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				caller.complete(pricing.block("blocked"));
			}
			catch (Throwable ex) {
				caller.completeExceptionally(ex);
			}
		});
		thread.start();
		awaitOutput("waiting blocked");
		thread.interrupt();
		assertThatThrownBy(() -> caller.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
		await().until(() -> pricing.state("blocked").equals("interrupted"));
	}

	private void awaitOutput(String line) {
		ProcessManager manager = this.context.getBean(ProcessManager.class);
		await().until(() -> manager.tail("pricing").contains(line));
	}

	private Pricing run(Class<?> worker, String... properties) {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "pricing.timeout=60s",
					"process.runtime-directory=" + this.directory, "process.processes.pricing.type=" + worker.getName(),
					"process.processes.pricing.jvm.heap=256MB")
			.properties(properties)
			.run();
		ProcessManager manager = this.context.getBean(ProcessManager.class);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> manager.running().stream().anyMatch((process) -> process.state() == InstanceState.READY));
		return this.context.getBean(Pricing.class);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

		/** Stands for tracing. */
		@Bean
		CallObserver callObserver() {
			return (process, method, headers) -> {
				if (method.equals("trace")) {
					headers.put("traceparent", "of trace");
				}
				return CallObserver.CallObservation.NONE;
			};
		}

	}

}
