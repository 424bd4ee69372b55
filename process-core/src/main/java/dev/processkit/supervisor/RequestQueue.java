package dev.processkit.supervisor;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import dev.processkit.InstanceId;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.RequestPolicy;
import dev.processkit.control.ControlChannel;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one process: handed to the least busy ready worker, or waiting for one.
 * What does not fit is rejected at once. Its lock is that of the backlog.
 */
final class RequestQueue {

	private final String process;

	private final Backlog backlog;

	private final CopyOnWriteArrayList<WorkerLine> attached = new CopyOnWriteArrayList<>();

	private final LongConsumer onDue;

	private final Runnable onDemand;

	/** From how many requests on an instance counts as busy; 0 while nobody asks. */
	private volatile int busyFrom;

	/** Whether somebody was told that all are busy, and nothing has changed since. */
	private boolean demanded;

	private volatile WorkerLine[] ready = {};

	private volatile RequestPolicy policy = RequestPolicy.DEFAULT;

	private volatile @Nullable String unavailable;

	private volatile boolean gathered;

	private volatile boolean closed;

	private int next;

	/**
	 * Create a queue.
	 * @param process the process
	 * @param onDue told when {@link #expire} is to be called, by {@link System#nanoTime}
	 * @param onDemand told when requests wait although workers are ready
	 */
	RequestQueue(String process, LongConsumer onDue, Runnable onDemand) {
		this.process = process;
		this.backlog = new Backlog(process);
		this.onDue = onDue;
		this.onDemand = onDemand;
	}

	/** The process is as its definition says from now on. */
	void configure(RequestPolicy policy) {
		RequestPolicy before = this.policy;
		this.policy = policy;
		if (!before.equals(policy)) {
			drain();
		}
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
		if (reason != null && !this.backlog.isEmpty()) {
			List<PendingRequest> hopeless;
			synchronized (this.backlog) {
				hopeless = this.backlog.clear();
				this.demanded = false;
			}
			hopeless.forEach((request) -> end(request, Kind.UNAVAILABLE, unavailableMessage(reason)));
		}
	}

	/** End what is on its way; nothing will be taken any more. */
	void close(String reason) {
		this.closed = true;
		this.attached.forEach((line) -> line.close(reason));
		setUnavailable(reason);
	}

	/** Whether a process of this name has another queue, if there is one. */
	boolean isClosed() {
		return this.closed;
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
		line.setServing(true);
		synchronized (this.backlog) {
			this.ready = Stream.concat(Arrays.stream(this.ready), Stream.of(line))
				.distinct()
				.sorted(Comparator.comparingInt(WorkerLine::index))
				.toArray(WorkerLine[]::new);
			this.demanded = false;
		}
		drain();
		demand();
		if (line.busy() > 0) {
			this.onDue.accept(System.nanoTime() + Expiry.PATIENCE_NANOS);
		}
	}

	void offline(WorkerLine line) {
		line.setServing(false);
		synchronized (this.backlog) {
			this.ready = Arrays.stream(this.ready).filter((other) -> other != line).toArray(WorkerLine[]::new);
		}
	}

	void dispatch(PendingRequest request) {
		if (request.bytes() > ControlChannel.MAX_PAYLOAD) {
			end(request, Kind.REJECTED, "A request of %d bytes is too long for process '%s'; at most %d fit"
				.formatted(request.bytes(), this.process, ControlChannel.MAX_PAYLOAD));
			return;
		}
		if (request.only() != null) {
			hand(request, request.only());
		}
		else if (!this.backlog.isEmpty() || !hand(request)) {
			keep(request);
		}
		this.onDue.accept(request.dueNanos());
	}

	private void keep(PendingRequest request) {
		RequestPolicy policy = this.policy;
		String refusal;
		synchronized (this.backlog) {
			refusal = this.backlog.add(request, policy);
		}
		if (refusal != null) {
			if (this.busyFrom > 0) {
				this.onDemand.run();
			}
			end(request, Kind.REJECTED, refusal);
			return;
		}
		// A worker may have come, or all hope gone, before the request was in the queue.
		drain();
		failHopeless();
		demand();
		if (!policy.queueTimeout().isZero()) {
			this.onDue.accept(Backlog.waitDueNanos(request, policy.queueTimeout()));
		}
	}

	/**
	 * Have it said, too, when a request finds no instance with fewer requests than this,
	 * or is refused.
	 * @param busyFrom the number; 0 for not any more
	 */
	void watch(int busyFrom) {
		this.busyFrom = busyFrom;
	}

	/** Say so once, when requests wait although workers are ready. */
	private void demand() {
		synchronized (this.backlog) {
			if (this.demanded || this.backlog.isEmpty() || this.ready.length == 0) {
				return;
			}
			this.demanded = true;
		}
		this.onDemand.run();
	}

	int waiting() {
		synchronized (this.backlog) {
			return this.backlog.size();
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
		if (request != null && request.only() != null) {
			end(request, Kind.UNAVAILABLE, "Instance '%s' is stopping".formatted(request.only()));
		}
		else if (request != null) {
			repeat(List.of(request));
		}
	}

	/** Requests that a worker had, and that another one may have: they are the next. */
	void repeat(List<PendingRequest> requests) {
		if (requests.isEmpty()) {
			return;
		}
		synchronized (this.backlog) {
			for (int i = requests.size() - 1; i >= 0; i--) {
				this.backlog.addFirst(requests.get(i));
			}
		}
		drain();
		failHopeless();
		demand();
		for (PendingRequest request : requests) {
			// Who cancelled it meanwhile may have found it nowhere.
			if (request.isCancelled()) {
				cancel(request);
			}
			this.onDue.accept(request.dueNanos());
		}
	}

	/** Give a request up, wherever it is. */
	void cancel(PendingRequest request) {
		request.cancel();
		boolean taken;
		synchronized (this.backlog) {
			taken = this.backlog.remove(request);
			this.demanded &= !this.backlog.isEmpty();
		}
		WorkerLine line = request.line();
		if (taken || line != null && line.cancel(request)) {
			end(request, Kind.CANCELLED, "The request to '%s' was cancelled".formatted(this.process));
			this.onDue.accept(System.nanoTime() + Expiry.GRACE_NANOS);
		}
	}

	/** Hand over what waits, as far as there is room. */
	void drain() {
		boolean sent = false;
		while (!this.backlog.isEmpty()) {
			synchronized (this.backlog) {
				PendingRequest request = this.backlog.first();
				if (request == null || !hand(request)) {
					break;
				}
				this.backlog.remove(request);
				this.demanded &= !this.backlog.isEmpty();
				sent = true;
			}
		}
		if (sent) {
			flush();
		}
	}

	/** Give a request to a worker, if one has room. */
	private boolean hand(PendingRequest request) {
		int concurrency = this.policy.concurrency();
		// Other threads hand over too, and may fill a worker that has just been chosen.
		for (int attempt = 0; attempt <= this.ready.length; attempt++) {
			WorkerLine line = leastBusy(concurrency);
			if (line == null) {
				return false;
			}
			if (line.send(request, concurrency)) {
				if (this.busyFrom > 0 && line.busy() > this.busyFrom) {
					this.onDemand.run();
				}
				return true;
			}
		}
		return false;
	}

	/** Give a request to one worker and no other. */
	private void hand(PendingRequest request, InstanceId instance) {
		for (WorkerLine line : this.attached) {
			if (line.instance().equals(instance) && line.isOpen()) {
				if (!line.send(request, WorkerLine.WINDOW)) {
					end(request, Kind.REJECTED, "Instance '%s' has more requests than fit".formatted(instance));
				}
				return;
			}
		}
		end(request, Kind.UNAVAILABLE, "Instance '%s' is not ready".formatted(instance));
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
	 * @return when to look again, in nanoseconds from now; {@link Long#MAX_VALUE} for not
	 * at all
	 */
	long expire(long nowNanos) {
		Duration longest = this.policy.queueTimeout();
		List<PendingRequest> overdue;
		List<PendingRequest> tired;
		long due;
		synchronized (this.backlog) {
			overdue = this.backlog.overdue(nowNanos);
			tired = this.backlog.tired(nowNanos, longest);
			due = this.backlog.nextDue(nowNanos, longest);
			this.demanded &= !this.backlog.isEmpty();
		}
		String late = ((this.ready.length == 0) ? "No instance of '%s' was ready in time"
				: "All instances of '%s' were busy for too long")
			.formatted(this.process);
		overdue.forEach((request) -> end(request, Kind.TIMED_OUT, late));
		tired.forEach((request) -> end(request, Kind.REJECTED,
				"The request waited %s in the queue of '%s', as long as its requests.queue-timeout allows; raise that or instances"
					.formatted(Durations.words(longest), this.process)));
		for (WorkerLine line : this.attached) {
			due = Math.min(due, line.expire(nowNanos, this.policy.concurrency()));
		}
		drain();
		return due;
	}

	/**
	 * Say how idle workers share the load.
	 * @param gathered whether the first of them gets it, so that the last ones of a pool
	 * have nothing to do and can go; otherwise it goes round
	 */
	void setGathered(boolean gathered) {
		this.gathered = gathered;
	}

	private @Nullable WorkerLine leastBusy(int concurrency) {
		WorkerLine[] lines = this.ready;
		if (lines.length == 1) {
			return lines[0].hasRoom(concurrency) ? lines[0] : null;
		}
		WorkerLine best = null;
		int least = Integer.MAX_VALUE;
		int start = this.gathered ? 0 : this.next++ & Integer.MAX_VALUE;
		for (int offset = 0; offset < lines.length; offset++) {
			WorkerLine line = lines[(start + offset) % lines.length];
			int busy = line.busy();
			if (busy < least && line.hasRoom(concurrency)) {
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
