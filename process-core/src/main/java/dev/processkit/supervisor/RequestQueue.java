package dev.processkit.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.processkit.RequestFailedException.Kind;
import dev.processkit.control.ControlChannel;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one process: handed to the least busy ready worker, or waiting for one.
 * Bounded in number and bytes; what does not fit is rejected at once.
 */
final class RequestQueue {

	private static final int MAX_WAITING = 16_384;

	private static final long MAX_WAITING_BYTES = 64L << 20;

	private final String process;

	private final CopyOnWriteArrayList<WorkerLine> attached = new CopyOnWriteArrayList<>();

	private final Deque<PendingRequest> waiting = new ArrayDeque<>();

	private final Runnable onPending;

	private final Runnable onDemand;

	/** From how many requests on an instance counts as busy; 0 while nobody asks. */
	private volatile int busyFrom;

	/** Whether somebody was told that all are busy, and nothing has changed since. */
	private boolean demanded;

	private long waitingBytes;

	private volatile WorkerLine[] ready = {};

	private volatile boolean anyWaiting;

	private volatile @Nullable String unavailable;

	private int next;

	RequestQueue(String process, Runnable onPending, Runnable onDemand) {
		this.process = process;
		this.onPending = onPending;
		this.onDemand = onDemand;
		this.unavailable = "there is no process of this name";
	}

	/**
	 * Say whether a worker will become ready by itself.
	 * @param reason why not, or {@code null} if one will
	 */
	void setUnavailable(@Nullable String reason) {
		this.unavailable = reason;
		failHopeless();
	}

	private void failHopeless() {
		String reason = this.unavailable;
		if (reason != null) {
			List<PendingRequest> hopeless;
			synchronized (this.waiting) {
				hopeless = new ArrayList<>(this.waiting);
				clearWaiting();
			}
			hopeless.forEach((request) -> end(request, Kind.UNAVAILABLE, unavailableMessage(reason)));
		}
	}

	/** End what is on its way; nothing will be taken any more. */
	void close(String reason) {
		this.attached.forEach((line) -> line.close(reason));
		setUnavailable(reason);
	}

	/** A worker has a channel. It gets no requests before it is {@link #online}. */
	void attach(WorkerLine line) {
		this.attached.add(line);
	}

	void detach(WorkerLine line) {
		offline(line);
		this.attached.remove(line);
	}

	void online(WorkerLine line) {
		synchronized (this.waiting) {
			this.ready = Stream.concat(Arrays.stream(this.ready), Stream.of(line))
				.distinct()
				.toArray(WorkerLine[]::new);
			this.demanded = false;
		}
		drain();
		demand();
	}

	void offline(WorkerLine line) {
		synchronized (this.waiting) {
			this.ready = Arrays.stream(this.ready).filter((other) -> other != line).toArray(WorkerLine[]::new);
		}
	}

	void dispatch(PendingRequest request) {
		if (request.payload().length > ControlChannel.MAX_PAYLOAD) {
			end(request, Kind.REJECTED, "A request of %d bytes is too long for process '%s'; at most %d fit"
				.formatted(request.payload().length, this.process, ControlChannel.MAX_PAYLOAD));
			return;
		}
		WorkerLine line = this.anyWaiting ? null : leastBusy();
		if (line != null && this.busyFrom > 0 && line.busy() >= this.busyFrom) {
			this.onDemand.run();
		}
		if (line == null || !line.send(request)) {
			keep(request);
		}
		this.onPending.run();
	}

	private void keep(PendingRequest request) {
		if (!enqueue(request)) {
			end(request, Kind.REJECTED, "Process '%s' has too many requests waiting".formatted(this.process));
			return;
		}
		// A worker may have come, or all hope gone, before the request was in the queue.
		drain();
		failHopeless();
		demand();
	}

	/**
	 * Have it said, too, when a request finds no instance with fewer requests than this.
	 * @param busyFrom the number; 0 for not any more
	 */
	void watch(int busyFrom) {
		this.busyFrom = busyFrom;
	}

	/** Say so once, when requests wait although workers are ready. */
	private void demand() {
		synchronized (this.waiting) {
			if (this.demanded || this.waiting.isEmpty() || this.ready.length == 0) {
				return;
			}
			this.demanded = true;
		}
		this.onDemand.run();
	}

	int waiting() {
		synchronized (this.waiting) {
			return this.waiting.size();
		}
	}

	int busy() {
		return this.attached.stream().mapToInt(WorkerLine::busy).sum();
	}

	/**
	 * A worker gives a request back that it has not begun, since it is stopping or
	 * paused: it gets no more, and another worker gets this one.
	 * @param line the worker
	 * @param id the number of the request there
	 */
	void sendElsewhere(WorkerLine line, long id) {
		offline(line);
		PendingRequest request = line.takeBack(id);
		if (request != null) {
			dispatch(request);
			flush();
		}
	}

	/** Give a request up, wherever it is. */
	void cancel(PendingRequest request) {
		boolean taken;
		synchronized (this.waiting) {
			taken = this.waiting.remove(request);
			if (taken) {
				this.waitingBytes -= request.payload().length;
				this.anyWaiting = !this.waiting.isEmpty();
			}
		}
		if (taken || this.attached.stream().anyMatch((line) -> line.cancel(request))) {
			end(request, Kind.CANCELLED, "The request to '%s' was cancelled".formatted(this.process));
		}
	}

	private boolean enqueue(PendingRequest request) {
		synchronized (this.waiting) {
			if (this.waiting.size() >= MAX_WAITING
					|| this.waitingBytes + request.payload().length > MAX_WAITING_BYTES) {
				return false;
			}
			this.waiting.addLast(request);
			this.waitingBytes += request.payload().length;
			this.anyWaiting = true;
			return true;
		}
	}

	/** Hand over what waits, as far as there is room. */
	void drain() {
		boolean sent = false;
		while (this.anyWaiting) {
			synchronized (this.waiting) {
				WorkerLine line = leastBusy();
				PendingRequest request = this.waiting.peekFirst();
				if (line == null || request == null || !line.send(request)) {
					break;
				}
				this.waiting.removeFirst();
				this.waitingBytes -= request.payload().length;
				this.anyWaiting = !this.waiting.isEmpty();
				this.demanded &= this.anyWaiting;
				sent = true;
			}
		}
		if (sent) {
			flush();
		}
	}

	/** Also to those that are not ready any more: they took requests when they were. */
	void flush() {
		for (WorkerLine line : this.attached) {
			line.flush();
		}
	}

	/**
	 * End what takes too long.
	 * @param nowNanos the time
	 * @return whether any request is still on its way
	 */
	boolean expire(long nowNanos) {
		List<PendingRequest> overdue = new ArrayList<>();
		synchronized (this.waiting) {
			this.waiting.removeIf((request) -> request.isOverdue(nowNanos) && overdue.add(request));
			this.waitingBytes = this.waiting.stream().mapToLong((request) -> request.payload().length).sum();
			this.anyWaiting = !this.waiting.isEmpty();
		}
		overdue.forEach((request) -> end(request, Kind.TIMED_OUT,
				"No instance of '%s' was ready in time".formatted(this.process)));
		boolean pending = this.anyWaiting;
		for (WorkerLine line : this.attached) {
			line.expire(nowNanos);
			pending |= line.busy() > 0;
		}
		return pending;
	}

	private void clearWaiting() {
		this.waiting.clear();
		this.waitingBytes = 0;
		this.anyWaiting = false;
		this.demanded = false;
	}

	/** Ties go round, so that idle workers share the load. */
	private @Nullable WorkerLine leastBusy() {
		WorkerLine best = null;
		int least = Integer.MAX_VALUE;
		WorkerLine[] lines = this.ready;
		int start = this.next++ & Integer.MAX_VALUE;
		for (int offset = 0; offset < lines.length; offset++) {
			WorkerLine line = lines[(start + offset) % lines.length];
			int busy = line.busy();
			if (busy < least && line.hasRoom()) {
				best = line;
				least = busy;
			}
		}
		return best;
	}

	private void end(PendingRequest request, Kind kind, String message) {
		request.fail(kind, message, System.nanoTime());
		request.route().afterReplies().run();
	}

	private String unavailableMessage(String reason) {
		return "Process '%s' takes no requests: %s".formatted(this.process, reason);
	}

}
