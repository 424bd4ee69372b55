package dev.processkit.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceId;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.WorkerExitedException;
import dev.processkit.observation.ObservedClientCalls;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The application's side of observed calls, with the worker's end in this JVM.
 */
class ObservedClientCallsTests {

	private final Shop.Worker worker = new Shop.Worker();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final Recorded recorded = new Recorded();

	private LoopbackDispatcher dispatcher;

	private Shop shop;

	@BeforeEach
	void observe() throws Exception {
		this.registry.observationConfig()
			.observationHandler(this.recorded)
			.observationHandler(new DefaultMeterObservationHandler(this.meters));
		this.dispatcher = LoopbackDispatcher.to(this.worker);
		this.shop = client(this.dispatcher);
	}

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@Test
	void successIsObservedWithProcessAndMethod() throws Exception {
		assertThat(this.shop.zero()).isZero();
		Observation.Context context = awaitEnd();
		assertThat(context.getContextualName()).isEqualTo("shop zero");
		assertThat(context.getError()).isNull();
		assertThat(context).isInstanceOfSatisfying(SenderContext.class,
				(sender) -> assertThat(sender.getRemoteServiceName()).isEqualTo("shop"));
		assertThat(count("zero", "success")).isOne();
		this.shop.stock("x").get(30, TimeUnit.SECONDS);
		awaitEnd();
		assertThat(count("stock", "success")).isOne();
	}

	@Test
	void whatTheWorkerThrowsIsObserved() {
		assertThatExceptionOfType(Shop.OutOfStock.class).isThrownBy(() -> this.shop.fail("declared"));
		assertThat(awaitEnd().getError()).isInstanceOf(Shop.OutOfStock.class).hasMessage("none left");
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> this.shop.fail("other"));
		assertThat(awaitEnd().getError()).isInstanceOf(RemoteCallException.class);
		this.shop.forget("");
		assertThat(awaitEnd().getError()).hasMessage("nothing to forget");
		assertThat(count("fail", "handler_failed")).isEqualTo(2);
		assertThat(count("forget", "handler_failed")).isOne();
	}

	@Test
	void whatHappensOnTheRoadIsObserved() {
		assertOutcome("timed_out", new RequestFailedException(Kind.TIMED_OUT, "late"));
		assertOutcome("rejected", new RequestFailedException(Kind.REJECTED, "full"));
		assertOutcome("worker_exited", new WorkerExitedException("gone", new InstanceId("shop", 0), null, List.of()));
	}

	private void assertOutcome(String outcome, RequestFailedException failure) {
		try (LoopbackDispatcher road = LoopbackDispatcher.holding()) {
			CompletableFuture<?> future = client(road).stock("x");
			road.held.get(0).onFailure(failure);
			assertThatThrownBy(() -> future.get(30, TimeUnit.SECONDS)).cause().isSameAs(failure);
			assertThat(awaitEnd().getError()).isSameAs(failure);
			assertThat(count("stock", outcome)).isOne();
		}
	}

	@Test
	void resultThatCannotBeReadIsObserved() {
		try (LoopbackDispatcher road = LoopbackDispatcher.holding()) {
			client(road).stock("x");
			road.held.get(0).onReply("[1".getBytes(StandardCharsets.UTF_8));
			assertThat(awaitEnd().getError()).hasMessageContaining("cannot be decoded");
			assertThat(count("stock", "unreadable")).isOne();
		}
	}

	@Test
	void callThatIsGivenUpIsObservedOnce() {
		try (LoopbackDispatcher road = LoopbackDispatcher.holding()) {
			client(road).stock("x").cancel(true);
			awaitEnd();
			client(road).stock("x").orTimeout(1, TimeUnit.MILLISECONDS);
			awaitEnd();
			assertThat(count("stock", "cancelled")).isEqualTo(2);
			assertThat(this.recorded.ended).isEmpty();
		}
	}

	@Test
	void contextThatIsPropagatedReachesTheWorkerAndHasItsParent() {
		Observation request = Observation.start("request", this.registry);
		request.scoped(() -> assertThat(this.shop.zero()).isZero());
		assertThat(awaitEnd().getParentObservation()).isSameAs(request);
		assertThat(this.worker.headers).isEqualTo(Map.of("traceparent", "00-shop zero-01"));
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	private Observation.Context awaitEnd() {
		await().until(() -> !this.recorded.ended.isEmpty());
		return this.recorded.ended.remove(0);
	}

	/** Whatever the failure was called, which is a tag of its own. */
	private long count(String method, String outcome) {
		return this.meters.get(ObservedClientCalls.NAME)
			.tags("process", "shop", "method", method, "outcome", outcome)
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private Shop client(LoopbackDispatcher road) {
		return new ProcessClients(road, new TestSettings(), new ObservedClientCalls(this.registry)).create(Shop.class);
	}

	/**
	 * Propagates the context as tracing does, and keeps what has ended.
	 */
	private static final class Recorded implements ObservationHandler<SenderContext<Object>> {

		private final List<SenderContext<Object>> ended = new CopyOnWriteArrayList<>();

		@Override
		public void onStart(SenderContext<Object> context) {
			context.getSetter().set(context.getCarrier(), "traceparent", "00-" + context.getContextualName() + "-01");
		}

		@Override
		public void onStop(SenderContext<Object> context) {
			this.ended.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SenderContext;
		}

	}

}
