package dev.processkit.metrics;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.processkit.RequestFailedException.Kind;
import dev.processkit.supervisor.RequestObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Times the requests of endpoints and beans by process and outcome. Thread-safe.
 *
 * @since 0.1
 */
public class RequestMetrics implements RequestObserver {

	private static final String SUCCESS = "success";

	private final Supplier<MeterRegistry> registry;

	private final Map<String, Timer> successes = new ConcurrentHashMap<>();

	/**
	 * Create the meters.
	 * @param registry gives the registry; asked at the first request of each process
	 */
	public RequestMetrics(Supplier<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void onRequestEnd(String process, long nanos, @Nullable Kind failure) {
		Timer timer = (failure == null) ? this.successes.computeIfAbsent(process, (name) -> timer(name, SUCCESS))
				: timer(process, failure.name().toLowerCase(Locale.ROOT));
		timer.record(Duration.ofNanos(nanos));
	}

	private Timer timer(String process, String outcome) {
		return Timer.builder("supervisor.requests")
			.description("Requests to workers, waiting included")
			.tag("process", process)
			.tag("outcome", outcome)
			.register(this.registry.get());
	}

}
