package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.processkit.InstanceId;
import dev.processkit.ProcessExit;
import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.WorkerActivity;
import dev.processkit.WorkerExitedException;
import dev.processkit.control.ActivityReport;
import dev.processkit.control.FrameType;
import dev.processkit.supervisor.RequestTable.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one worker process has and has not answered. Requests come from any
 * thread, answers from the thread that reads the worker's channel. A request that was
 * given up leaves a tombstone until the worker answers it.
 */
final class WorkerLine {

	/**
	 * How many requests a worker has at most, and how many bytes before it gets no more:
	 * half of what it reads without waiting, so that it always sees CANCEL and STOP.
	 */
	static final int WINDOW = 4096;

	static final int WINDOW_BYTES = 1 << 20;

	private final InstanceId instance;

	private final Outlet outlet;

	private final Supplier<List<String>> output;

	private final Consumer<String> onUnresponsive;

	private final Silence silence;

	private final RequestTable table = new RequestTable();

	private long lastId;

	private long bytes;

	private final List<ProcessRoute> answered = new ArrayList<>();

	/** The size of the table, for those that do not hold the lock. */
	private volatile int busy;

	/** Whether the worker has bytes enough. */
	private volatile boolean full;

	private volatile boolean unflushed;

	private volatile boolean closed;

	private volatile @Nullable WorkerActivity activity;

	private boolean inRounds;

	/** Whether the worker may answer. */
	private volatile boolean open;

	private boolean serving;

	private long servingSinceNanos;

	private @Nullable String ended;

	private @Nullable ProcessExit exit;

	/**
	 * Create a line.
	 * @param instance whose it is
	 * @param outlet where the requests go
	 * @param output gives what the worker printed last
	 * @param onUnresponsive told why it is to be replaced, when it goes on for too long
	 * with what was given up
	 * @param silence says how much of its going on counts; used under the lock
	 */
	WorkerLine(InstanceId instance, Outlet outlet, Supplier<List<String>> output, Consumer<String> onUnresponsive,
			Silence silence) {
		this.instance = instance;
		this.outlet = outlet;
		this.output = output;
		this.onUnresponsive = onUnresponsive;
		this.silence = silence;
	}

	boolean hasRoom(int concurrency) {
		return !this.closed && !this.full && this.busy < Math.min(concurrency, WINDOW) && this.outlet.hasRoom();
	}

	/** How many requests the worker has, those that were given up included. */
	int busy() {
		return this.busy;
	}

	/** The index of its instance. */
	int index() {
		return this.instance.index();
	}

	InstanceId instance() {
		return this.instance;
	}

	/** The worker says that it is ready. */
	void open() {
		this.open = true;
	}

	/** Whether it takes what is meant for no other instance, paused or not. */
	boolean isOpen() {
		return this.open && !this.closed;
	}

	/** The worker says what it is doing. On the reading thread. */
	void doing(WorkerActivity told) {
		String state = told.state();
		this.inRounds |= state.equals(ActivityReport.SPIN_UP) || state.equals(ActivityReport.LOOPING);
		// One that works in rounds says more than that it answers requests again.
		if (!this.inRounds || !state.equals(ActivityReport.RUNNING)) {
			this.activity = told;
		}
	}

	@Nullable WorkerActivity activity() {
		return this.activity;
	}

	/** How many requests it was ever given. */
	synchronized long taken() {
		return this.lastId;
	}

	/**
	 * Take a request, unless there is no room after all or the worker has gone meanwhile.
	 * @param request the request
	 * @param concurrency how many the worker may have
	 * @return {@code false} if it is still the caller's
	 */
	synchronized boolean send(PendingRequest request, int concurrency) {
		if (this.closed || !hasSpace(concurrency)
				|| !this.outlet.request(request.type(), this.lastId + 1, request.payload())) {
			return false;
		}
		this.lastId++;
		// Whoever answers has to wait for this lock.
		request.sentTo(this, this.lastId);
		this.table.put(this.lastId, request);
		count(request.bytes());
		if (!this.unflushed) {
			this.unflushed = true;
		}
		return true;
	}

	private void count(long more) {
		this.busy = this.table.size();
		this.bytes += more;
		boolean enough = this.bytes >= WINDOW_BYTES;
		if (enough != this.full) {
			this.full = enough;
		}
	}

	private synchronized @Nullable PendingRequest take(long id) {
		Slot slot = this.table.remove(id);
		if (slot != null) {
			count(-slot.bytes());
		}
		return (slot instanceof PendingRequest request) ? request : null;
	}

	/** Take back a request that the worker has not begun. */
	@Nullable PendingRequest takeBack(long id) {
		PendingRequest request = take(id);
		if (request != null) {
			request.refused();
		}
		return request;
	}

	/**
	 * Give a request up that the worker has, and tell it so.
	 * @param request the request
	 * @return whether it was here
	 */
	boolean cancel(PendingRequest request) {
		long id;
		synchronized (this) {
			id = request.id();
			if (this.table.get(id) != request) {
				return false;
			}
			long now = System.nanoTime();
			this.table.put(id, new Tombstone(request.bytes(), true, now, now + Expiry.GRACE_NANOS));
		}
		this.outlet.cancel(id);
		return true;
	}

	/** It gets requests from now on, or none: then it need not answer either. */
	synchronized void setServing(boolean serving) {
		if (serving && !this.serving) {
			this.servingSinceNanos = System.nanoTime();
		}
		this.serving = serving;
	}

	void flush() {
		if (this.unflushed) {
			this.unflushed = false;
			this.outlet.flush();
		}
	}

	/** On the reading thread. */
	void replied(long id, byte @Nullable [] reply) {
		PendingRequest request = take(id);
		if (request != null) {
			request.succeed(reply, System.nanoTime());
			touch(request.route());
		}
	}

	/** On the reading thread. */
	void failed(long id, RemoteFailure failure) {
		PendingRequest request = take(id);
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

	/** The worker takes no more by its own will: tell it that none will come. */
	void stopping() {
		this.outlet.stop();
	}

	/**
	 * The worker has said its last. What it had fails once its exit is known too.
	 * @param reason why
	 * @return what may be repeated elsewhere
	 */
	List<PendingRequest> ended(String reason) {
		boolean known;
		List<PendingRequest> again;
		synchronized (this) {
			this.closed = true;
			this.ended = reason;
			known = this.exit != null;
			again = takeIf(PendingRequest::mayBeRepeated);
		}
		if (known) {
			close(reason);
		}
		return again;
	}

	/** The process has ended; what it said last may still be on its way. */
	void exited(ProcessExit exit) {
		String reason;
		synchronized (this) {
			this.closed = true;
			this.exit = exit;
			reason = this.ended;
		}
		if (reason != null) {
			close(reason);
		}
	}

	/** Nothing that the worker has will be answered. From any thread. */
	void close(String reason) {
		List<PendingRequest> lost;
		synchronized (this) {
			this.closed = true;
			lost = takeIf((request) -> true);
		}
		if (!lost.isEmpty()) {
			List<String> printed = this.output.get();
			lost.forEach((request) -> {
				// Each its own: callers add their stack to it, or what they suppress.
				request.fail(failure(reason, printed), System.nanoTime());
				request.route().afterReplies().run();
			});
		}
	}

	private synchronized RequestFailedException failure(String reason, List<String> printed) {
		String how = (this.exit != null) ? this.exit.describe() : reason;
		return new WorkerExitedException("Worker %s is gone: %s".formatted(this.instance, how), this.instance,
				this.exit, printed);
	}

	/** Take requests out, and tombstones with them: nobody will answer those either. */
	private List<PendingRequest> takeIf(Predicate<PendingRequest> which) {
		List<PendingRequest> taken = new ArrayList<>();
		this.table.replaceAll((id, slot) -> {
			boolean gone = !(slot instanceof PendingRequest request) || which.test(request) && taken.add(request);
			return gone ? null : slot;
		});
		this.busy = this.table.size();
		return taken;
	}

	/**
	 * End what takes too long. The worker goes on with messages, unless they leave no
	 * room for others; calls are cancelled.
	 * @param nowNanos the time
	 * @param concurrency how many requests the worker may have
	 * @return when to look again, in nanoseconds from now; {@link Long#MAX_VALUE} for not
	 * at all
	 */
	long expire(long nowNanos, int concurrency) {
		Expiry expiry = new Expiry(nowNanos, this.silence);
		long left;
		synchronized (this) {
			this.table.replaceAll(expiry);
			boolean stuck = this.serving && expiry.lost() == this.table.size() && !hasSpace(concurrency);
			left = stuck ? this.servingSinceNanos + Expiry.PATIENCE_NANOS - nowNanos : Long.MAX_VALUE;
		}
		expiry.cancelled().forEach(this.outlet::cancel);
		expiry.overdue().forEach((request) -> {
			request.fail(Kind.TIMED_OUT, "Worker %s did not answer in time".formatted(this.instance), nowNanos);
			request.route().afterReplies().run();
		});
		if ((expiry.isUnresponsive() || left <= 0) && !this.closed) {
			this.onUnresponsive.accept(expiry.isUnresponsive() ? Expiry.UNRESPONSIVE : Expiry.STUCK);
		}
		return (left > 0) ? Math.min(expiry.next(), left) : expiry.next();
	}

	private boolean hasSpace(int concurrency) {
		return !this.full && this.table.size() < Math.min(concurrency, WINDOW);
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

		/** Take no more requests, and say so; never blocks. */
		void stop();

		/** Send what was taken; never blocks. */
		void flush();

	}

}
