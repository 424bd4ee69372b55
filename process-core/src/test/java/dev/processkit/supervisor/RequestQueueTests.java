package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.RequestPolicy;
import dev.processkit.control.ControlChannel;
import dev.processkit.control.WorkerCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestQueueTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final ProcessDispatcher dispatcher = new ProcessDispatcher(RequestObserver.NONE);

	private final RequestQueue queue = this.dispatcher.queue("pricing");

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@Test
	void dispatchWhenProcessIsUnknownFailsAtOnce() {
		Reply reply = send("a", LONG);
		assertThat(reply.failure()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void dispatchWhenNoneIsReadyWaitsAndIsSentOnceOneIs() {
		this.queue.setUnavailable(null);
		Reply reply = send("a", LONG);
		assertThat(reply.future).isNotDone();
		FakeOutlet outlet = online("pricing-0");
		assertThat(outlet.sent).containsExactly("a");
		outlet.line.replied(1, "A".getBytes(StandardCharsets.UTF_8));
		assertThat(reply.text()).isEqualTo("A");
	}

	@Test
	void dispatchWhenNoneBecomesReadyTimesOut() {
		this.queue.setUnavailable(null);
		assertThat(send("a", Duration.ofMillis(60)).failure()).isEqualTo(Kind.TIMED_OUT);
	}

	@Test
	void dispatchWhenWorkerIsSilentTimesOutAndLateReplyIsDropped() {
		FakeOutlet outlet = online("pricing-0");
		Reply reply = send("a", Duration.ofMillis(60));
		assertThat(reply.failure()).isEqualTo(Kind.TIMED_OUT);
		outlet.line.replied(1, new byte[0]);
		assertThat(reply.outcomes).isOne();
	}

	@Test
	void dispatchGoesToTheLeastBusy() {
		FakeOutlet first = online("pricing-0");
		FakeOutlet second = online("pricing-1");
		for (int i = 0; i < 10; i++) {
			send("m" + i, LONG);
		}
		assertThat(first.sent).hasSize(5);
		assertThat(second.sent).hasSize(5);
	}

	@Test
	void dispatchWhenGatheredGoesToTheFirstOfTheLeastBusy() {
		this.queue.setGathered(true);
		FakeOutlet second = online("pricing-1");
		FakeOutlet first = online("pricing-0");
		for (int i = 0; i < 10; i++) {
			Reply reply = send("m" + i, LONG);
			first.line.replied(i + 1, new byte[0]);
			assertThat(reply.future).isDone();
		}
		assertThat(second.sent).isEmpty();
	}

	@Test
	void dispatchWhenWatchedAndAllAreBusyTellsSo() {
		List<String> demands = new ArrayList<>();
		this.dispatcher.onDemand(demands::add);
		online("pricing-0");
		online("pricing-1");
		this.queue.watch(1);
		send("a", LONG);
		send("b", LONG);
		assertThat(demands).isEmpty();
		send("c", LONG);
		assertThat(demands).containsExactly("pricing");
		this.queue.watch(0);
		send("d", LONG);
		assertThat(demands).hasSize(1);
	}

	@Test
	void dispatchWhenWatchedAndRefusedTellsSo() {
		List<String> demands = new ArrayList<>();
		this.dispatcher.onDemand(demands::add);
		this.queue.configure(new RequestPolicy(1, 0, Duration.ZERO));
		online("pricing-0");
		this.queue.watch(1);
		send("a", LONG);
		assertThat(send("b", LONG).failure()).isEqualTo(Kind.REJECTED);
		assertThat(demands).containsExactly("pricing");
	}

	@Test
	void dispatchWhenWorkerHasNoRoomWaitsForIt() {
		FakeOutlet outlet = online("pricing-0");
		outlet.room = false;
		Reply reply = send("a", LONG);
		assertThat(outlet.sent).isEmpty();
		outlet.room = true;
		this.queue.drain();
		assertThat(outlet.sent).containsExactly("a");
		assertThat(reply.future).isNotDone();
	}

	@Test
	void closeWhenRequestsArePendingFailsThemAll() {
		FakeOutlet outlet = online("pricing-0");
		Reply one = send("a", LONG);
		Reply two = send("b", LONG);
		outlet.line.close("exited with code 1");
		assertThat(one.failure()).isEqualTo(Kind.WORKER_EXITED);
		assertThat(two.failure()).isEqualTo(Kind.WORKER_EXITED);
		assertThatThrownBy(two.future::get).cause().hasMessage("Worker pricing-0 is gone: exited with code 1");
	}

	@Test
	void requestThatAStoppingWorkerGivesBackGoesToAnother() {
		FakeOutlet first = online("pricing-0");
		Reply reply = send("a", LONG);
		FakeOutlet second = online("pricing-1");
		this.queue.sendElsewhere(first.line, 1);
		assertThat(second.sent).containsExactly("a");
		second.line.replied(1, "A".getBytes(StandardCharsets.UTF_8));
		assertThat(reply.text()).isEqualTo("A");
		send("b", LONG);
		assertThat(first.sent).containsExactly("a");
	}

	@Test
	void setUnavailableFailsWhatWaits() {
		this.queue.setUnavailable(null);
		Reply reply = send("a", LONG);
		this.queue.setUnavailable("it has failed: exited with code 1");
		assertThat(reply.failure()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void dispatchWhenTooMuchWaitsIsRejected() {
		this.queue.setUnavailable(null);
		byte[] big = new byte[ControlChannel.MAX_PAYLOAD];
		List<Reply> replies = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			replies.add(new Reply());
			this.dispatcher.route("pricing", LONG, () -> {
			}).dispatch(big, replies.get(i));
		}
		assertThat(replies.subList(0, 4)).noneMatch((reply) -> reply.future.isDone());
		assertThat(replies.get(4).failure()).isEqualTo(Kind.REJECTED);
	}

	@Test
	void afterRepliesRunsOncePerBatch() {
		FakeOutlet outlet = online("pricing-0");
		int[] batches = new int[1];
		Dispatcher.Route route = this.dispatcher.route("pricing", LONG, () -> batches[0]++);
		route.dispatch(new byte[1], new Reply());
		route.dispatch(new byte[1], new Reply());
		outlet.line.replied(1, null);
		outlet.line.replied(2, null);
		outlet.line.batchEnded();
		outlet.line.batchEnded();
		assertThat(batches[0]).isOne();
	}

	@Test
	void dispatchWhenWorkerRefusesAfterAllWaitsForRoom() {
		FakeOutlet outlet = online("pricing-0");
		outlet.refusing = true;
		Reply reply = send("a", LONG);
		assertThat(outlet.line.busy()).isZero();
		outlet.refusing = false;
		this.queue.drain();
		assertThat(outlet.sent).containsExactly("a");
		assertThat(reply.future).isNotDone();
	}

	@Test
	void dispatchWhenWorkerHasJustGoneWaitsForTheNext() {
		FakeOutlet gone = online("pricing-0");
		gone.onRequest = () -> gone.line.close("exited with code 1");
		gone.refusing = true;
		Reply one = send("a", LONG);
		Reply two = send("b", LONG);
		assertThat(one.future).isNotDone();
		assertThat(two.future).isNotDone();
		assertThat(online("pricing-1").sent).containsExactly("a", "b");
	}

	@Test
	void timeoutsThatHaveNoNumberOfNanosecondsAreForEver() {
		Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
		this.queue.configure(new RequestPolicy(1, 10, forEver));
		FakeOutlet outlet = online("pricing-0");
		Reply message = send("a", forEver);
		Reply call = new Reply();
		this.dispatcher.route("pricing", LONG, () -> {
		}).call(new WorkerCall("price", Map.of(), new byte[0]), new Dispatcher.CallOptions(forEver, false), call);
		this.queue.expire(System.nanoTime());
		assertThat(call.future).isNotDone();
		outlet.line.replied(1, null);
		this.queue.drain();
		outlet.line.replied(2, null);
		assertThat(message.future).isCompleted();
		assertThat(call.future).isCompleted();
	}

	@Test
	void routeLeadsToTheNextProcessOfItsName() {
		Dispatcher.Route route = this.dispatcher.route("pricing", LONG, () -> {
		});
		online("pricing-0");
		this.dispatcher.remove("pricing");
		Reply refused = new Reply();
		route.dispatch("a".getBytes(StandardCharsets.UTF_8), refused);
		assertThat(refused.failure()).isEqualTo(Kind.UNAVAILABLE);
		RequestQueue successor = this.dispatcher.queue("pricing");
		FakeOutlet outlet = new FakeOutlet("pricing-0");
		successor.setUnavailable(null);
		successor.attach(outlet.line);
		successor.online(outlet.line);
		route.dispatch("b".getBytes(StandardCharsets.UTF_8), new Reply());
		route.flush();
		assertThat(outlet.sent).containsExactly("b");
		assertThat(outlet.flushes).isOne();
	}

	@Test
	void endOfABatchThatThrowsHurtsNoOther() {
		this.queue.setUnavailable(null);
		this.dispatcher.route("pricing", LONG, () -> {
			throw new IllegalStateException("thrown by a test");
		}).dispatch(new byte[1], new Reply());
		Reply other = send("b", LONG);
		this.queue.setUnavailable("it is stopped");
		assertThat(other.failure()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void newsOfATakerThatThrowsHurtsNobody() {
		FakeOutlet outlet = online("pricing-0");
		Reply reply = new Reply() {

			@Override
			public void onTaken() {
				throw new IllegalStateException("thrown by a test");
			}

		};
		this.dispatcher.route("pricing", LONG, () -> {
		}).dispatch(new byte[1], reply);
		outlet.line.replied(1, new byte[0]);
		assertThat(reply.future).isCompleted();
	}

	@Test
	void dispatchWhenPayloadIsTooLongForAFrameIsRejected() {
		this.queue.setUnavailable(null);
		Reply reply = new Reply();
		this.dispatcher.route("pricing", LONG, () -> {
		}).dispatch(new byte[ControlChannel.MAX_PAYLOAD + 1], reply);
		assertThat(reply.failure()).isEqualTo(Kind.REJECTED);
		assertThatThrownBy(reply.future::get).cause()
			.hasMessageStartingWith("A request of %d bytes is too long".formatted(ControlChannel.MAX_PAYLOAD + 1));
	}

	@Test
	void flushSendsWhatWasDispatchedToAWorkerThatIsPausedMeanwhile() {
		FakeOutlet outlet = online("pricing-0");
		Dispatcher.Route route = this.dispatcher.route("pricing", LONG, () -> {
		});
		route.dispatch(new byte[1], new Reply());
		this.queue.offline(outlet.line);
		route.flush();
		assertThat(outlet.flushes).isOne();
	}

	@Test
	void callbackThatThrowsHurtsNoOther() {
		FakeOutlet outlet = online("pricing-0");
		this.dispatcher.route("pricing", LONG, () -> {
		}).dispatch(new byte[1], new Reply() {

			@Override
			public void onFailure(RequestFailedException failure) {
				throw new IllegalStateException("thrown by a test");
			}

		});
		Reply other = send("b", LONG);
		outlet.line.close("exited with code 1");
		assertThat(other.failure()).isEqualTo(Kind.WORKER_EXITED);
	}

	@Test
	void closeWhenRequestsAreOnTheirWayFailsThem() {
		online("pricing-0");
		Reply reply = send("a", LONG);
		this.dispatcher.close();
		assertThat(reply.failure()).isEqualTo(Kind.WORKER_EXITED);
		assertThat(send("b", LONG).failure()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void availabilityIsNotOverwrittenByADispatchThatHasReadTheOld() throws Exception {
		Thread dispatching = new Thread(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				send("a", LONG);
			}
		});
		this.queue.setUnavailable("it is stopped");
		dispatching.start();
		try {
			for (int i = 0; i < 20_000; i++) {
				this.queue.setUnavailable(null);
				this.queue.setUnavailable("it is stopped");
				Reply reply = send("b", LONG);
				assertThat(reply.failure()).isEqualTo(Kind.UNAVAILABLE);
			}
		}
		finally {
			dispatching.interrupt();
			dispatching.join();
		}
	}

	private Reply send(String message, Duration timeout) {
		Reply reply = new Reply();
		Dispatcher.Route route = this.dispatcher.route("pricing", timeout, () -> {
		});
		route.dispatch(message.getBytes(StandardCharsets.UTF_8), reply);
		route.flush();
		return reply;
	}

	private FakeOutlet online(String instance) {
		FakeOutlet outlet = new FakeOutlet(instance);
		this.queue.setUnavailable(null);
		this.queue.attach(outlet.line);
		this.queue.online(outlet.line);
		return outlet;
	}

}
