package dev.processkit.supervisor;

import java.time.Duration;
import java.util.Map;

import dev.processkit.RequestFailedException.Kind;
import dev.processkit.RequestPolicy;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a worker that does not answer. Only the test sweeps, at times that it
 * tells, so that nothing is overdue because the machine is slow.
 */
class UnresponsiveWorkerTests {

	private static final Duration SHORT = Duration.ofMillis(20);

	private final RequestQueue queue = new RequestQueue("pricing", (due) -> {
	}, () -> {
	});

	@Test
	void workerThatDoesNotReactToACancellationIsReportedOnce() {
		FakeOutlet outlet = online();
		long before = System.nanoTime();
		route(Duration.ofMinutes(10))
			.call(new WorkerCall("price", Map.of(), new byte[0]), new CallOptions(Duration.ofMinutes(10), false),
					new Reply())
			.cancel();
		assertThat(outlet.line.expire(before, 10)).isPositive();
		assertThat(outlet.unresponsive).isZero();
		long later = System.nanoTime() + 2 * Expiry.GRACE_NANOS;
		assertThat(outlet.line.expire(later, 10)).isEqualTo(Long.MAX_VALUE);
		outlet.line.expire(later, 10);
		assertThat(outlet.unresponsive).isOne();
		assertThat(outlet.line.busy()).isOne();
	}

	@Test
	void workerThatIsFullOfMessagesThatWereGivenUpIsReplacedInTheEnd() {
		this.queue.configure(new RequestPolicy(2, 100, Duration.ZERO));
		FakeOutlet outlet = online();
		this.queue.expire(giveUpMessage() + 3 * Expiry.PATIENCE_NANOS);
		assertThat(outlet.unresponsive).isZero();
		long givenUp = giveUpMessage();
		assertThat(this.queue.expire(givenUp)).isLessThanOrEqualTo(Expiry.PATIENCE_NANOS);
		this.queue.expire(givenUp + Expiry.PATIENCE_NANOS / 2);
		assertThat(outlet.unresponsive).isZero();
		this.queue.expire(givenUp + 3 * Expiry.PATIENCE_NANOS);
		assertThat(outlet.unresponsive).isOne();
		assertThat(outlet.whyUnresponsive).contains("given up long ago");
	}

	@Test
	void workerThatIsPausedNeedNotAnswerUntilItServesAgain() {
		this.queue.configure(new RequestPolicy(1, 100, Duration.ZERO));
		FakeOutlet outlet = online();
		giveUpMessage();
		this.queue.offline(outlet.line);
		this.queue.expire(System.nanoTime() + 3 * Expiry.PATIENCE_NANOS);
		assertThat(outlet.unresponsive).isZero();
		this.queue.online(outlet.line);
		this.queue.expire(System.nanoTime() + 3 * Expiry.PATIENCE_NANOS);
		assertThat(outlet.unresponsive).isOne();
	}

	/** Tells when it was given up. */
	private long giveUpMessage() {
		Reply reply = new Reply();
		route(SHORT).dispatch(new byte[1], reply);
		long late = System.nanoTime() + SHORT.toNanos();
		this.queue.expire(late);
		assertThat(reply.failure()).isEqualTo(Kind.TIMED_OUT);
		return late;
	}

	private Dispatcher.Route route(Duration timeout) {
		return new ProcessRoute("pricing", () -> this.queue, timeout, () -> {
		}, RequestObserver.NONE);
	}

	private FakeOutlet online() {
		FakeOutlet outlet = new FakeOutlet("pricing-0");
		this.queue.setUnavailable(null);
		this.queue.attach(outlet.line);
		this.queue.online(outlet.line);
		return outlet;
	}

}
