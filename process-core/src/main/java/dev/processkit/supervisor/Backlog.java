package dev.processkit.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import dev.processkit.RequestPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one process that no worker has taken, first come, first served. Bounded
 * in number, in bytes and in time. Guarded by its own monitor, but for
 * {@link #isEmpty()}.
 */
final class Backlog {

	private static final long MOST_BYTES = 64L << 20;

	private final String process;

	private final Deque<PendingRequest> waiting = new ArrayDeque<>();

	private long bytes;

	private volatile boolean empty = true;

	Backlog(String process) {
		this.process = process;
	}

	/** May be asked by any thread. */
	boolean isEmpty() {
		return this.empty;
	}

	int size() {
		return this.waiting.size();
	}

	/**
	 * Have a request wait.
	 * @param request the request
	 * @param policy the bounds
	 * @return {@code null}, or why it cannot wait
	 */
	@Nullable String add(PendingRequest request, RequestPolicy policy) {
		if (this.waiting.size() >= policy.queueCapacity()) {
			return "%d requests wait for '%s' already, as many as its requests.queue-capacity allows; raise that or instances"
				.formatted(this.waiting.size(), this.process);
		}
		if (this.bytes + request.bytes() > MOST_BYTES) {
			return "Requests of %d bytes wait for '%s' already, and %d bytes are the most; raise its instances"
				.formatted(this.bytes, this.process, MOST_BYTES);
		}
		request.waitsSince(System.nanoTime());
		this.waiting.addLast(request);
		added(request);
		return null;
	}

	/**
	 * Have a request wait that a worker had: it is the next, and always taken.
	 * @param request the request
	 */
	void addFirst(PendingRequest request) {
		request.waitsSince(System.nanoTime());
		this.waiting.addFirst(request);
		added(request);
	}

	private void added(PendingRequest request) {
		this.bytes += request.bytes();
		this.empty = false;
	}

	@Nullable PendingRequest first() {
		return this.waiting.peekFirst();
	}

	boolean remove(PendingRequest request) {
		boolean removed = (this.waiting.peekFirst() == request) ? this.waiting.pollFirst() != null
				: this.waiting.remove(request);
		if (removed) {
			this.bytes -= request.bytes();
			this.empty = this.waiting.isEmpty();
		}
		return removed;
	}

	/** Take out all that wait. */
	List<PendingRequest> clear() {
		List<PendingRequest> all = new ArrayList<>(this.waiting);
		this.waiting.clear();
		this.bytes = 0;
		this.empty = true;
		return all;
	}

	/**
	 * When the first of them will be overdue or has waited for too long.
	 * @param nowNanos the time
	 * @param longest how long a request may wait; zero for any time
	 * @return nanoseconds from now; {@link Long#MAX_VALUE} when none waits
	 */
	long nextDue(long nowNanos, Duration longest) {
		long next = Long.MAX_VALUE;
		for (PendingRequest request : this.waiting) {
			next = Math.min(next, request.dueNanos() - nowNanos);
			if (!longest.isZero()) {
				next = Math.min(next, waitDueNanos(request, longest) - nowNanos);
			}
		}
		return next;
	}

	/** When to look whether a request has waited for too long. */
	static long waitDueNanos(PendingRequest request, Duration longest) {
		long nanos = Durations.nanos(longest);
		return request.waitingSinceNanos() + nanos + PendingRequest.slack(nanos);
	}

	/** Take out what is overdue. */
	List<PendingRequest> overdue(long nowNanos) {
		return takeIf((request) -> request.isOverdue(nowNanos));
	}

	/** Take out what has waited for too long. */
	List<PendingRequest> tired(long nowNanos, Duration longest) {
		return longest.isZero() ? List.of()
				: takeIf((request) -> nowNanos - request.waitingSinceNanos() >= Durations.nanos(longest));
	}

	private List<PendingRequest> takeIf(Predicate<PendingRequest> condition) {
		List<PendingRequest> taken = new ArrayList<>();
		this.waiting.removeIf((request) -> condition.test(request) && taken.add(request));
		taken.forEach((request) -> this.bytes -= request.bytes());
		this.empty = this.waiting.isEmpty();
		return taken;
	}

}
