package dev.processkit.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.processkit.InstanceId;
import dev.processkit.ProcessException;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.WorkerExitedException;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Clients and the worker's end of their calls, with bytes between them.
 */
class ProcessClientsTests {

	private final Shop.Worker worker = new Shop.Worker();

	private LoopbackDispatcher dispatcher;

	private Shop shop;

	@BeforeEach
	void connect() throws Exception {
		this.dispatcher = LoopbackDispatcher.to(this.worker);
		this.shop = client(this.dispatcher, CallObserver.NONE);
	}

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@Test
	void emptyValuesArriveAsWhatTheyAre() {
		assertThat(this.shop.zero()).isZero();
		assertThat(this.shop.no()).isFalse();
		assertThat(this.shop.nothing()).isNull();
		assertThat(this.shop.none()).isEmpty();
		assertThat(this.shop.describe(null, 0, null, List.of())).isEqualTo("null|0|null|[]");
	}

	@Test
	void valuesArriveWithTheirTypes() {
		Instant now = Instant.parse("2026-01-02T03:04:05.678901Z");
		Shop.Order order = new Shop.Order("\u00e4", 3, now);
		assertThat(this.shop.echo(order)).isEqualTo(order);
		assertThat(this.shop.first(List.of(order))).isEqualTo(order);
		assertThat(this.shop.describe("a", 1, order, List.of(now))).isEqualTo("a|1|" + order + "|[" + now + "]");
		assertThat(this.shop.price(Optional.of("x"))).contains(new BigDecimal("1.10"));
		assertThat(this.shop.price(Optional.empty())).isEmpty();
		assertThat(this.shop.bytes(new byte[] { 0, -1 })).containsExactly(0, -1);
		assertThat(this.shop.pay(new Shop.Card("1"))).isEqualTo(new Shop.Card("1"));
	}

	@Test
	void argumentsTravelAsArrayAndMethodAsName() {
		this.shop.describe("a", 1, null, List.of());
		assertThat(this.dispatcher.calls.get(0).method()).isEqualTo("describe");
		assertThat(this.dispatcher.calls.get(0).arguments()).asString().isEqualTo("[\"a\",1,null,[]]");
		this.shop.zero();
		assertThat(this.dispatcher.calls.get(1).arguments()).asString().isEqualTo("[]");
		assertThat(this.dispatcher.calls.get(1).headers()).isEmpty();
	}

	@Test
	void futuresComplete() throws Exception {
		assertThat(this.shop.stock("x").get(30, TimeUnit.SECONDS)).isEqualTo(Map.of("x", 3));
		assertThat(this.shop.restock(1).toCompletableFuture().get(30, TimeUnit.SECONDS)).isNull();
	}

	@Test
	void optionsComeFromMethodThenInterface() {
		this.shop.restore();
		this.shop.zero();
		assertThat(this.dispatcher.options).containsExactly(new CallOptions(Duration.ofSeconds(1), true),
				new CallOptions(Duration.ofSeconds(5), false));
	}

	@Test
	void fireAndForgetReturnsAndIsObservedWhenItFails() {
		List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
		Shop observed = client(this.dispatcher, (process, method, headers) -> failures::add);
		observed.forget("");
		await().until(() -> !failures.isEmpty());
		assertThat(failures.get(0)).isInstanceOf(RemoteCallException.class).hasMessage("nothing to forget");
		this.shop.forget("it");
		await().until(() -> this.worker.forgotten.contains("it"));
	}

	@Test
	void declaredExceptionComesAsItself() {
		assertThatExceptionOfType(Shop.OutOfStock.class).isThrownBy(() -> this.shop.fail("declared"))
			.withMessage("none left")
			.havingCause()
			.isInstanceOfSatisfying(RemoteCallException.class,
					(cause) -> assertThat(cause.remote().stack()).contains("Shop$Worker.fail"));
		assertThatThrownBy(() -> this.shop.failLater("").get(30, TimeUnit.SECONDS))
			.isInstanceOf(ExecutionException.class)
			.cause()
			.isInstanceOf(Shop.OutOfStock.class)
			.hasMessage("none later");
	}

	@Test
	void otherExceptionComesWithTypeMessageAndStack() {
		assertRemote("other", IllegalStateException.class, "undeclared");
		assertRemote("error", StackOverflowError.class, "deep");
		assertRemote("unmakeable", Shop.NoMessage.class, "no message of its own");
		// Only what is declared itself is known to be wanted.
		assertRemote("subclass", FileNotFoundException.class, "f");
	}

	private void assertRemote(String how, Class<?> type, String message) {
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> this.shop.fail(how))
			.withMessage(message)
			.satisfies((failure) -> {
				assertThat(failure.kind()).isEqualTo(Kind.HANDLER_FAILED);
				assertThat(failure.remote().type()).isEqualTo(type.getName());
				assertThat(failure).hasStackTraceContaining("Shop$Worker.fail")
					.hasStackTraceContaining("ProcessClientsTests.lambda$assertRemote");
			});
	}

	@Test
	void failuresOfTheRoadComeAsWhatTheyAre() throws Exception {
		LoopbackDispatcher road = LoopbackDispatcher.holding();
		Shop client = client(road, CallObserver.NONE);
		CompletableFuture<?> exited = client.stock("x");
		WorkerExitedException exit = new WorkerExitedException("gone", new InstanceId("shop", 0), null, List.of("oh"));
		road.held.get(0).onFailure(exit);
		assertThatThrownBy(() -> exited.get(30, TimeUnit.SECONDS)).cause().isSameAs(exit);
		CompletableFuture<?> late = client.stock("x");
		road.held.get(1).onFailure(new RequestFailedException(Kind.TIMED_OUT, "late"));
		assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS)).cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT));
		CompletableFuture<?> unreadable = client.stock("x");
		road.held.get(2).onReply("[1".getBytes(java.nio.charset.StandardCharsets.UTF_8));
		assertThatThrownBy(() -> unreadable.get(30, TimeUnit.SECONDS)).cause()
			.isInstanceOf(ProcessException.class)
			.hasMessageContaining("Shop.stock")
			.hasMessageContaining("cannot be decoded");
	}

	@Test
	void cancellingAFutureCancelsTheCallOnce() {
		LoopbackDispatcher road = LoopbackDispatcher.holding();
		CompletableFuture<?> future = client(road, CallObserver.NONE).stock("x");
		assertThat(future.cancel(true)).isTrue();
		future.cancel(true);
		assertThat(future).isCancelled();
		assertThat(road.cancelled).hasValue(1);
	}

	@Test
	void completingAFutureOneselfCancelsTheCallOnce() {
		LoopbackDispatcher road = LoopbackDispatcher.holding();
		List<Throwable> ends = new java.util.concurrent.CopyOnWriteArrayList<>();
		Shop client = client(road, (process, method, headers) -> ends::add);
		CompletableFuture<Map<String, Integer>> late = client.stock("x").orTimeout(1, TimeUnit.MILLISECONDS);
		assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS)).cause().isInstanceOf(TimeoutException.class);
		await().untilAsserted(() -> assertThat(road.cancelled).hasValue(1));
		await().untilAsserted(() -> assertThat(ends).hasSize(1));
		CompletableFuture<Map<String, Integer>> known = client.stock("x");
		assertThat(known.complete(Map.of())).isTrue();
		known.cancel(true);
		assertThat(known).isCompletedWithValue(Map.of());
		assertThat(road.cancelled).hasValue(2);
		assertThat(ends).hasSize(2).allSatisfy((end) -> assertThat(end).isInstanceOf(CancellationException.class));
	}

	@Test
	void answeredCallIsNotCancelled() {
		LoopbackDispatcher road = LoopbackDispatcher.holding();
		CompletableFuture<Map<String, Integer>> answered = client(road, CallObserver.NONE).stock("x");
		road.held.get(0).onReply("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
		assertThat(answered).isCompletedWithValue(Map.of());
		answered.cancel(true);
		assertThat(road.cancelled).hasValue(0);
	}

	@Test
	void interruptCancelsABlockingCall() {
		LoopbackDispatcher road = LoopbackDispatcher.holding();
		Shop client = client(road, CallObserver.NONE);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(client::zero)
			.withMessageContaining("Shop.zero");
		assertThat(Thread.interrupted()).isTrue();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(client::interruptible);
		assertThat(Thread.interrupted()).isFalse();
		assertThat(road.cancelled).hasValue(2);
	}

	@Test
	void defaultMethodsAndThoseOfObjectRunHere() {
		assertThat(this.shop.twice("a")).isEqualTo("aa|2|null|[]");
		assertThat(this.shop).hasToString("Shop[client of process 'shop']")
			.isEqualTo(this.shop)
			.isNotEqualTo(client(this.dispatcher, CallObserver.NONE))
			.hasSameHashCodeAs(this.shop);
		assertThat(this.dispatcher.calls).hasSize(1);
	}

	@Test
	void headersTravelAndAreReadable() {
		Shop traced = client(this.dispatcher, (process, method, headers) -> {
			headers.put("traceparent", process + "." + method);
			return CallObserver.CallObservation.NONE;
		});
		traced.zero();
		assertThat(this.worker.headers).isEqualTo(Map.of("traceparent", "shop.zero"));
		assertThat(CallHeaders.current()).isEmpty();
	}

	@Test
	void unknownMethodIsRefusedByTheWorker() throws IOException {
		Other other = new ProcessClients(this.dispatcher, new TestSettings(), CallObserver.NONE).create(Other.class);
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(other::unknown)
			.withMessageContaining("unknown");
	}

	private static Shop client(LoopbackDispatcher dispatcher, CallObserver observer) {
		return new ProcessClients(dispatcher, new TestSettings(), observer).create(Shop.class);
	}

	@ProcessClient("shop")
	interface Other {

		void unknown();

	}

}
