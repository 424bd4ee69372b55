package dev.processkit.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.processkit.RequestFailedException;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher;

/**
 * Answers as a test tells it to: at once, or when the test says so and in its order.
 */
final class FakeDispatcher implements Dispatcher {

	final Queue<Request> pending = new ConcurrentLinkedQueue<>();

	final AtomicInteger dispatched = new AtomicInteger();

	final AtomicInteger flushes = new AtomicInteger();

	private final BiConsumer<Request, FakeDispatcher> behaviour;

	volatile Runnable afterReplies = () -> {
	};

	private FakeDispatcher(BiConsumer<Request, FakeDispatcher> behaviour) {
		this.behaviour = behaviour;
	}

	static FakeDispatcher echo() {
		return answering((request) -> request.callback().onReply(request.payload()));
	}

	static FakeDispatcher answering(java.util.function.Consumer<Request> behaviour) {
		return new FakeDispatcher((request, dispatcher) -> behaviour.accept(request));
	}

	/** Keeps the requests until {@link #answer} is called. */
	static FakeDispatcher holding() {
		return new FakeDispatcher((request, dispatcher) -> dispatcher.pending.add(request));
	}

	@Override
	public Route route(String process, Duration timeout, Runnable afterReplies) {
		this.afterReplies = afterReplies;
		return new Route() {

			@Override
			public void dispatch(byte[] payload, ReplyCallback callback) {
				FakeDispatcher.this.dispatched.incrementAndGet();
				FakeDispatcher.this.behaviour.accept(new Request(payload, callback), FakeDispatcher.this);
			}

			@Override
			public Cancellation call(WorkerCall call, CallOptions options, ReplyCallback callback) {
				throw new UnsupportedOperationException("Endpoints send messages, not calls");
			}

			@Override
			public void flush() {
				FakeDispatcher.this.flushes.incrementAndGet();
			}

		};
	}

	/** Take what is held, for a test that answers in an order of its own. */
	List<Request> take() {
		List<Request> taken = new ArrayList<>();
		for (Request next = this.pending.poll(); next != null; next = this.pending.poll()) {
			taken.add(next);
		}
		return taken;
	}

	record Request(byte[] payload, ReplyCallback callback) {

		void echo() {
			this.callback.onReply(this.payload);
		}

		void fail(RequestFailedException.Kind kind, String message) {
			this.callback.onFailure(new RequestFailedException(kind, message));
		}

	}

}
