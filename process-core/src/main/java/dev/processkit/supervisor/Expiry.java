package dev.processkit.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.processkit.supervisor.RequestTable.Slot;

/**
 * Goes through what one worker has and finds what takes too long: requests, and what is
 * left of those that were given up.
 */
final class Expiry implements RequestTable.Replacement {

	/**
	 * How long a worker may take to answer a call that was cancelled: many times what a
	 * handler needs that heeds its interruption, and soon enough for the slot to matter.
	 */
	static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * How long it may go on, at least, with messages that were given up and of which it
	 * knows nothing: as long as it may be silent by default.
	 */
	static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final Duration GRACE = Duration.ofNanos(GRACE_NANOS);

	static final String UNRESPONSIVE = "did not react to the cancellation of a request within "
			+ Durations.words(GRACE);

	static final String STUCK = "takes no more requests, since it does not answer those that it has: they were given up long ago";

	private final long nowNanos;

	private final Silence silence;

	private final List<PendingRequest> overdue = new ArrayList<>();

	private final List<Long> cancelled = new ArrayList<>();

	private long left;

	private boolean unresponsive;

	private int lost;

	private long next = Long.MAX_VALUE;

	/**
	 * Begin.
	 * @param nowNanos the time
	 * @param silence tells a worker that does not react from one that cannot
	 */
	Expiry(long nowNanos, Silence silence) {
		this.nowNanos = nowNanos;
		this.silence = silence;
	}

	/** Requests that have just been given up. */
	List<PendingRequest> overdue() {
		return this.overdue;
	}

	/** The numbers of those that the worker is to be told of. */
	List<Long> cancelled() {
		return this.cancelled;
	}

	/** Whether it has not reacted to being told. */
	boolean isUnresponsive() {
		return this.unresponsive;
	}

	/** How many were given up so long ago that no answer is expected. */
	int lost() {
		return this.lost;
	}

	/** Nanoseconds until something else takes too long. */
	long next() {
		return this.next;
	}

	@Override
	public Slot apply(long id, Slot slot) {
		if (slot instanceof PendingRequest request) {
			return request.isOverdue(this.nowNanos) ? giveUp(id, request) : keep(request, request.dueNanos());
		}
		Tombstone tombstone = (Tombstone) slot;
		if (!tombstone.isDue(this.nowNanos)) {
			return keep(tombstone, tombstone.dueNanos());
		}
		if (tombstone.urgent() && !this.unresponsive) {
			long left = left(tombstone.age(this.nowNanos));
			if (left > 0) {
				return keep(tombstone.until(this.nowNanos + left), this.nowNanos + left);
			}
		}
		this.lost++;
		this.unresponsive |= tombstone.urgent();
		return tombstone.patient();
	}

	/** One look at the worker is enough: it has as little to say about the others. */
	private long left(Duration age) {
		if (this.left == 0) {
			this.left = GRACE.minus(this.silence.counted(age, GRACE, this.nowNanos)).toNanos();
		}
		return this.left;
	}

	private Slot keep(Slot slot, long dueNanos) {
		this.next = Math.min(this.next, dueNanos - this.nowNanos);
		return slot;
	}

	private Slot giveUp(long id, PendingRequest request) {
		this.overdue.add(request);
		boolean call = request.isCall();
		if (call) {
			this.cancelled.add(id);
		}
		long due = this.nowNanos + (call ? GRACE_NANOS : Math.max(request.timeoutNanos(), PATIENCE_NANOS));
		return keep(new Tombstone(request.bytes(), call, this.nowNanos, due), due);
	}

}
