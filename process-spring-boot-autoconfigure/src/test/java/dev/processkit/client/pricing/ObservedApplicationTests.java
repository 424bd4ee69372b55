package dev.processkit.client.pricing;

import java.nio.file.Path;
import java.time.Duration;

import dev.processkit.InstanceState;
import dev.processkit.ProcessManager;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.SenderContext;
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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Observations with the registries that Boot makes, and a worker in a JVM of its own.
 */
@EnabledOnOs(OS.LINUX)
class ObservedApplicationTests {

	@TempDir
	private Path directory;

	@Test
	void callsAreMeteredAndTheirContextReachesALeanWorker() {
		try (ConfigurableApplicationContext context = run(PricingWorker.class)) {
			Pricing pricing = context.getBean(Pricing.class);
			assertThat(pricing.trace()).isEqualTo("00-pricing trace-01");
			assertThat(pricing.zero()).isZero();
			assertThatThrownBy(() -> pricing.quote("", 1)).hasMessage("no sku");
			assertThat(count(context, "zero", "success")).isOne();
			assertThat(count(context, "quote", "handler_failed")).isOne();
		}
	}

	@Test
	void contextIsTheParentOfWhatASpringWorkerObserves() {
		try (ConfigurableApplicationContext context = run(ComponentPricing.class)) {
			assertThat(context.getBean(Pricing.class).trace()).isEqualTo("{traceparent=00-pricing trace-01}");
		}
	}

	private static long count(ConfigurableApplicationContext context, String method, String outcome) {
		return context.getBean(MeterRegistry.class)
			.get("supervisor.client.calls")
			.tags("process", "pricing", "method", method, "outcome", outcome)
			.timer()
			.count();
	}

	private ConfigurableApplicationContext run(Class<?> worker) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "pricing.timeout=60s",
					"process.runtime-directory=" + this.directory, "base-price=1",
					"process.processes.pricing.type=" + worker.getName(), "process.class-archive.enabled=false")
			.run();
		ProcessManager manager = context.getBean(ProcessManager.class);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> manager.running().stream().anyMatch((process) -> process.state() == InstanceState.READY));
		return context;
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

		/** Stands for tracing. */
		@Bean
		ObservationHandler<SenderContext<Object>> propagation() {
			return new ObservationHandler<>() {

				@Override
				public void onStart(SenderContext<Object> context) {
					context.getSetter()
						.set(context.getCarrier(), "traceparent", "00-" + context.getContextualName() + "-01");
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof SenderContext;
				}

			};
		}

	}

}
