package dev.processkit.supervisor;

import java.time.Duration;

/**
 * Stands for a request that was given up but that the worker still has: it keeps the
 * worker busy until it is answered.
 *
 * @param bytes how much of it the worker has
 * @param urgent whether the worker was told to end it, and is replaced if it does not
 * @param sinceNanos when it was given up
 * @param dueNanos until when an answer is expected; a worker that has nothing but
 * requests without such hope, and no room for others, is replaced
 */
record Tombstone(int bytes, boolean urgent, long sinceNanos, long dueNanos) implements RequestTable.Slot {

	boolean isDue(long nowNanos) {
		return nowNanos - this.dueNanos >= 0;
	}

	/** As this, but told of already. */
	Tombstone patient() {
		return this.urgent ? new Tombstone(this.bytes, false, this.sinceNanos, this.dueNanos) : this;
	}

	/** As this, but with more time. */
	Tombstone until(long nanos) {
		return new Tombstone(this.bytes, this.urgent, this.sinceNanos, nanos);
	}

	Duration age(long nowNanos) {
		return Duration.ofNanos(nowNanos - this.sinceNanos);
	}

}
