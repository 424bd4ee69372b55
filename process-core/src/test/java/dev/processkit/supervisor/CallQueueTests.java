package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.ProcessExit;
import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.RequestPolicy;
import dev.processkit.WorkerExitedException;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import dev.processkit.supervisor.Dispatcher.Cancellation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What calls have that messages do not: cancellation, repetition; and the limits of both.
 */
class CallQueueTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final ProcessExit KILLED = ProcessExit.of(137, Instant.EPOCH, false);

	private final ProcessDispatcher dispatcher = new ProcessDispatcher(RequestObserver.NONE);

	private final RequestQueue queue = this.dispatcher.queue("pricing");

	private final List<String> demands = new ArrayList<>();

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@Test
	void cancelOfACallThatWaitsEndsItAtOnce() {
		this.queue.setUnavailable(null);
		Reply reply = new Reply();
		Cancellation cancellation = call(LONG, false, reply);
		cancellation.cancel();
		cancellation.cancel();
		assertThat(reply.failure()).isEqualTo(Kind.CANCELLED);
		assertThat(this.queue.waiting()).isZero();
		assertThat(online("pricing-0").sent).isEmpty();
		assertThat(reply.outcomes).isOne();
	}

	@Test
	void cancelOfACallThatAWorkerHasKeepsItsPlaceUntilItIsAnswered() {
		concurrency(1);
		FakeOutlet outlet = online("pricing-0");
		Reply reply = new Reply();
		Cancellation cancellation = call(LONG, false, reply);
		Reply next = new Reply();
		call(LONG, false, next);
		cancellation.cancel();
		assertThat(reply.failure()).isEqualTo(Kind.CANCELLED);
		assertThat(outlet.cancelled).containsExactly(1L);
		assertThat(outlet.line.busy()).isOne();
		assertThat(outlet.sent).hasSize(1);
		outlet.line.failed(1, new RemoteFailure("cancelled", "The request was cancelled", ""));
		this.queue.drain();
		assertThat(outlet.sent).hasSize(2);
		assertThat(reply.outcomes).isOne();
		outlet.line.replied(2, null);
		assertThat(next.future).isCompleted();
		assertThat(outlet.line.busy()).isZero();
		cancellation.cancel();
		assertThat(outlet.cancelled).hasSize(1);
	}

	@Test
	void callThatTimesOutIsCancelledInItsWorkerAndAMessageIsNot() {
		FakeOutlet outlet = online("pricing-0");
		Reply call = new Reply();
		call(Duration.ofMillis(20), false, call);
		Reply message = new Reply();
		this.dispatcher.route("pricing", Duration.ofMillis(20), () -> {
		}).dispatch(new byte[1], message);
		assertThat(call.failure()).isEqualTo(Kind.TIMED_OUT);
		assertThat(message.failure()).isEqualTo(Kind.TIMED_OUT);
		await().untilAsserted(() -> assertThat(outlet.cancelled).containsExactly(1L));
		assertThat(outlet.line.busy()).isEqualTo(2);
		this.queue.expire(System.nanoTime() + 2 * Expiry.GRACE_NANOS);
		assertThat(outlet.unresponsive).isOne();
		outlet.line.replied(2, null);
		outlet.line.replied(1, null);
		assertThat(outlet.line.busy()).isZero();
	}

	@Test
	void idempotentCallOfAWorkerThatExitsGoesToAnotherAtMostThreeTimes() {
		Reply reply = new Reply();
		FakeOutlet outlet = online("pricing-0");
		call(LONG, true, reply);
		for (int attempt = 1; attempt < 3; attempt++) {
			exit(outlet);
			assertThat(reply.future).isNotDone();
			outlet = online("pricing-" + attempt);
			assertThat(outlet.sent).hasSize(1);
		}
		exit(outlet);
		outlet.line.exited(KILLED);
		assertThat(reply.failure()).isEqualTo(Kind.WORKER_EXITED);
		assertThat(reply.outcomes).isOne();
	}

	@Test
	void idempotentCallIsTheNextWhenItsWorkerExits() {
		concurrency(1);
		FakeOutlet outlet = online("pricing-0");
		call(LONG, true, new Reply());
		Reply waiting = new Reply();
		this.dispatcher.route("pricing", LONG, () -> {
		}).dispatch("later".getBytes(StandardCharsets.UTF_8), waiting);
		exit(outlet);
		FakeOutlet other = online("pricing-1");
		assertThat(other.sent).hasSize(1).doesNotContain("later");
		other.line.replied(1, null);
		this.queue.drain();
		assertThat(other.sent).hasSize(2).endsWith("later");
	}

	@Test
	void refusalIsNoAttempt() {
		Reply reply = new Reply();
		FakeOutlet outlet = online("pricing-0");
		call(LONG, true, reply);
		for (int i = 1; i < 10; i++) {
			this.queue.sendElsewhere(outlet.line, 1);
			outlet = online("pricing-" + i);
			assertThat(outlet.sent).hasSize(1);
		}
		exit(outlet);
		assertThat(reply.future).isNotDone();
	}

	@Test
	void otherCallOfAWorkerThatExitsFailsOnceItsExitIsKnown() {
		FakeOutlet outlet = online("pricing-0");
		Reply reply = new Reply();
		call(LONG, false, reply);
		exit(outlet);
		assertThat(reply.future).isNotDone();
		outlet.line.exited(KILLED);
		assertThat(reply.exception()).isInstanceOfSatisfying(WorkerExitedException.class, (failure) -> {
			assertThat(failure.instance()).isEqualTo(new InstanceId("pricing", 0));
			assertThat(failure.exit()).isEqualTo(KILLED);
			assertThat(failure.lastLines()).containsExactly("its last words");
			assertThat(failure).hasMessage("Worker pricing-0 is gone: " + KILLED.describe());
		});
	}

	@Test
	void callsThatAWorkerTakesWithItFailEachWithAnExceptionOfItsOwn() {
		FakeOutlet outlet = online("pricing-0");
		Reply first = new Reply();
		call(LONG, false, first);
		Reply second = new Reply();
		call(LONG, false, second);
		outlet.line.close("The worker closed its control channel");
		assertThat(first.exception()).isInstanceOf(WorkerExitedException.class)
			.isNotSameAs(second.exception())
			.hasMessage(second.exception().getMessage());
	}

	@Test
	void exitThatIsKnownFirstWaitsForWhatTheWorkerSaidLast() {
		FakeOutlet outlet = online("pricing-0");
		Reply answered = new Reply();
		call(LONG, false, answered);
		Reply lost = new Reply();
		call(LONG, false, lost);
		outlet.line.exited(KILLED);
		outlet.line.replied(1, null);
		assertThat(answered.future).isCompleted();
		assertThat(lost.future).isNotDone();
		exit(outlet);
		assertThat(lost.exception()).isInstanceOf(WorkerExitedException.class);
	}

	@Test
	void exitThatIsNotKnownInTimeIsDoneWithout() {
		FakeOutlet outlet = online("pricing-0");
		Reply reply = new Reply();
		call(LONG, false, reply);
		exit(outlet);
		outlet.line.close("The worker closed its control channel");
		assertThat(reply.exception()).isInstanceOfSatisfying(WorkerExitedException.class, (failure) -> {
			assertThat(failure.exit()).isNull();
			assertThat(failure).hasMessage("Worker pricing-0 is gone: The worker closed its control channel");
		});
	}

	@Test
	void cancelWhileTheExitIsAwaitedEndsTheCall() {
		FakeOutlet outlet = online("pricing-0");
		Reply reply = new Reply();
		Cancellation cancellation = call(LONG, false, reply);
		exit(outlet);
		cancellation.cancel();
		assertThat(reply.failure()).isEqualTo(Kind.CANCELLED);
		outlet.line.exited(KILLED);
		assertThat(reply.outcomes).isOne();
		assertThat(outlet.line.busy()).isZero();
	}

	@Test
	void queueThatIsFullNamesProcessLimitAndRemedy() {
		this.queue.setUnavailable(null);
		this.queue.configure(new RequestPolicy(1, 1, Duration.ZERO));
		call(LONG, false, new Reply());
		Reply rejected = new Reply();
		call(LONG, false, rejected);
		assertThat(rejected.exception()).hasMessage(
				"1 requests wait for 'pricing' already, as many as its requests.queue-capacity allows; raise that or instances");
		assertThat(rejected.failure()).isEqualTo(Kind.REJECTED);
	}

	@Test
	void requestThatWaitsForTooLongIsRejected() {
		this.queue.setUnavailable(null);
		this.queue.configure(new RequestPolicy(1, 10, Duration.ofMillis(30)));
		Reply rejected = new Reply();
		call(LONG, false, rejected);
		assertThat(rejected.exception())
			.hasMessageContaining("waited 30ms in the queue of 'pricing', as long as its requests.queue-timeout");
		assertThat(rejected.failure()).isEqualTo(Kind.REJECTED);
	}

	@Test
	void noCapacityAtAllStillHandsOverToAnIdleWorker() {
		this.queue.configure(new RequestPolicy(1, 0, Duration.ZERO));
		FakeOutlet outlet = online("pricing-0");
		call(LONG, false, new Reply());
		assertThat(outlet.sent).hasSize(1);
		Reply rejected = new Reply();
		call(LONG, false, rejected);
		assertThat(rejected.failure()).isEqualTo(Kind.REJECTED);
	}

	@Test
	void demandIsToldOnceUntilSomethingChanges() {
		concurrency(1);
		this.queue.setUnavailable(null);
		this.dispatcher.onDemand(this.demands::add);
		call(LONG, false, new Reply());
		assertThat(this.demands).isEmpty();
		FakeOutlet outlet = online("pricing-0");
		call(LONG, false, new Reply());
		call(LONG, false, new Reply());
		assertThat(this.demands).containsExactly("pricing");
		assertThat(this.dispatcher.waiting("pricing")).isEqualTo(2);
		online("pricing-1");
		assertThat(this.demands).hasSize(2);
		outlet.line.replied(1, null);
		this.queue.drain();
		assertThat(this.dispatcher.waiting("pricing")).isZero();
		call(LONG, false, new Reply());
		assertThat(this.demands).hasSize(3);
		assertThat(this.dispatcher.busy("pricing")).isEqualTo(2);
	}

	@Test
	void demandIsToldAgainWhenAllThatWaitedWereCancelled() {
		concurrency(1);
		this.dispatcher.onDemand(this.demands::add);
		online("pricing-0");
		call(LONG, false, new Reply());
		call(LONG, false, new Reply()).cancel();
		assertThat(this.demands).hasSize(1);
		call(LONG, false, new Reply());
		assertThat(this.demands).hasSize(2);
	}

	private void exit(FakeOutlet outlet) {
		this.queue.offline(outlet.line);
		this.queue.repeat(outlet.line.ended("The worker closed its control channel"));
	}

	private void concurrency(int concurrency) {
		this.queue.configure(new RequestPolicy(concurrency, 100, Duration.ZERO));
	}

	private Cancellation call(Duration timeout, boolean idempotent, Reply reply) {
		Dispatcher.Route route = this.dispatcher.route("pricing", LONG, () -> {
		});
		WorkerCall call = new WorkerCall("price", Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
		return route.call(call, new CallOptions(timeout, idempotent), reply);
	}

	private FakeOutlet online(String instance) {
		FakeOutlet outlet = new FakeOutlet(instance);
		this.queue.setUnavailable(null);
		this.queue.attach(outlet.line);
		this.queue.online(outlet.line);
		return outlet;
	}

}
