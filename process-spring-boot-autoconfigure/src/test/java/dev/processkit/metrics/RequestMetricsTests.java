package dev.processkit.metrics;

import java.util.concurrent.TimeUnit;

import dev.processkit.RequestFailedException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final RequestMetrics metrics = new RequestMetrics(() -> this.registry);

	@Test
	void requestsAreTimedByProcessAndOutcome() {
		this.metrics.onRequestEnd("pricing", 2_000_000, null);
		this.metrics.onRequestEnd("pricing", 4_000_000, null);
		this.metrics.onRequestEnd("pricing", 1_000_000, Kind.TIMED_OUT);
		assertThat(this.registry.get("supervisor.requests")
			.tags("process", "pricing", "outcome", "success")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
		assertThat(this.registry.get("supervisor.requests").tags("outcome", "timed_out").timer().count()).isOne();
	}

}
