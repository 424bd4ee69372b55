package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.control.FrameType;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one worker process has and has not answered. Requests come from any
 * thread, answers from the thread that reads the worker's channel.
 */
final class WorkerLine {

	private final String instance;

	private final Outlet outlet;

	private long lastId;

	private final ConcurrentHashMap<Long, PendingRequest> pending = new ConcurrentHashMap<>();

	private final List<ProcessRoute> answered = new ArrayList<>();

	private volatile boolean closed;

	WorkerLine(String instance, Outlet outlet) {
		this.instance = instance;
		this.outlet = outlet;
	}

	boolean hasRoom() {
		return !this.closed && this.outlet.hasRoom();
	}

	int busy() {
		return this.pending.size();
	}

	/**
	 * Take a request, unless there is no room after all or the worker has gone meanwhile.
	 * @param request the request
	 * @return {@code false} if it is still the caller's
	 */
	boolean send(PendingRequest request) {
		Long id;
		boolean taken;
		// The channel wants ids in the order of requests.
		synchronized (this) {
			id = ++this.lastId;
			this.pending.put(id, request);
			taken = !this.closed && this.outlet.request(request.type(), id, request.payload());
		}
		if (taken) {
			request.callback().onTaken();
		}
		// One that is not pending any more was ended by close or expire.
		return taken || this.pending.remove(id) == null;
	}

	/** Take back a request that the worker has not begun. */
	@Nullable PendingRequest takeBack(long id) {
		return this.pending.remove(id);
	}

	/**
	 * Give a request up that the worker has, and tell it so.
	 * @param request the request
	 * @return whether it was here
	 */
	boolean cancel(PendingRequest request) {
		for (Map.Entry<Long, PendingRequest> entry : this.pending.entrySet()) {
			if (entry.getValue() == request && this.pending.remove(entry.getKey(), request)) {
				this.outlet.cancel(entry.getKey());
				return true;
			}
		}
		return false;
	}

	void flush() {
		this.outlet.flush();
	}

	/** On the reading thread. */
	void replied(long id, byte @Nullable [] reply) {
		PendingRequest request = this.pending.remove(id);
		if (request != null) {
			request.succeed(reply, System.nanoTime());
			touch(request.route());
		}
	}

	/** On the reading thread. */
	void failed(long id, RemoteFailure failure) {
		PendingRequest request = this.pending.remove(id);
		if (request != null) {
			request.fail(new RequestFailedException(Kind.HANDLER_FAILED, failure.message(), failure),
					System.nanoTime());
			touch(request.route());
		}
	}

	/** On the reading thread, after what one read has brought. */
	void batchEnded() {
		for (ProcessRoute route : this.answered) {
			route.afterReplies().run();
		}
		this.answered.clear();
	}

	private void touch(ProcessRoute route) {
		if (!this.answered.contains(route)) {
			this.answered.add(route);
		}
	}

	/** The worker is gone: nothing that it has will be answered. From any thread. */
	void close(String reason) {
		this.closed = true;
		take((request) -> true).forEach((request) -> {
			fail(request, reason);
			request.route().afterReplies().run();
		});
	}

	void expire(long nowNanos) {
		take((request) -> request.isOverdue(nowNanos)).forEach((request) -> {
			request.fail(Kind.TIMED_OUT, "Worker %s did not answer in time".formatted(this.instance), nowNanos);
			request.route().afterReplies().run();
		});
	}

	private List<PendingRequest> take(Predicate<PendingRequest> which) {
		List<PendingRequest> taken = new ArrayList<>();
		this.pending.forEach((id, request) -> {
			if (which.test(request) && this.pending.remove(id, request)) {
				taken.add(request);
			}
		});
		return taken;
	}

	private void fail(PendingRequest request, String reason) {
		request.fail(Kind.WORKER_EXITED, "Worker %s is gone: %s".formatted(this.instance, reason), System.nanoTime());
	}

	/**
	 * Where requests go: the control channel of the worker.
	 */
	interface Outlet {

		/**
		 * Whether one more request fits without growing beyond the bounds.
		 * @return {@code false} to ask for patience
		 */
		boolean hasRoom();

		/**
		 * Take a request; never blocks.
		 * @param type REQUEST or CALL
		 * @param id its number, higher than any before
		 * @param payload the rest of its frame
		 * @return {@code false} if it was not taken
		 */
		boolean request(FrameType type, long id, byte[] payload);

		/**
		 * Say that an answer is not wanted any more; never blocks.
		 * @param id the number of the request
		 */
		void cancel(long id);

		/** Send what was taken; never blocks. */
		void flush();

	}

}
