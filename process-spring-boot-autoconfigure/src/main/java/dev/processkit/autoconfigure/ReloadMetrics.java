package dev.processkit.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.processkit.ReloadEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.context.event.EventListener;

/**
 * Counts reloads of the configuration by outcome. Thread-safe.
 */
class ReloadMetrics implements MeterBinder {

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	@Override
	public void bindTo(MeterRegistry registry) {
		counter(registry, "applied");
		counter(registry, "refused");
		this.registries.add(registry);
	}

	@EventListener
	void onReload(ReloadEvent event) {
		String outcome = (event instanceof ReloadEvent.Reloaded) ? "applied" : "refused";
		this.registries.forEach((registry) -> counter(registry, outcome).increment());
	}

	private static Counter counter(MeterRegistry registry, String outcome) {
		return Counter.builder("supervisor.reloads")
			.description("Reloads of the configuration")
			.tag("outcome", outcome)
			.register(registry);
	}

}
