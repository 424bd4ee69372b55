package dev.processkit.client.pricing;

import java.math.BigDecimal;

import dev.processkit.worker.WorkerContext;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.ReceiverContext;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

/**
 * Answers as a Spring component, which the component scan of the application finds, too.
 */
@Component
@Import(ComponentPricing.Observed.class)
public class ComponentPricing extends PricingWorker {

	private final BigDecimal base;

	private final ObservationRegistry registry;

	public ComponentPricing(WorkerContext context, @Value("${base-price}") BigDecimal base,
			ObservationRegistry registry) {
		this.base = base;
		this.registry = registry;
	}

	@Override
	public Quote quote(String sku, int count) {
		return new Quote(sku, this.base);
	}

	@Override
	public String trace() {
		return (this.registry.getCurrentObservation() != null
				&& this.registry.getCurrentObservation().getContextView() instanceof ReceiverContext<?> context)
						? String.valueOf(context.getCarrier()) : "";
	}

	@Configuration(proxyBeanMethods = false)
	static class Observed {

		@Bean
		ObservationRegistry observationRegistry() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler((context) -> true);
			return registry;
		}

	}

}
