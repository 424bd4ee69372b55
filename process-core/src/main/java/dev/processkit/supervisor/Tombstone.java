package dev.processkit.supervisor;

/**
 * Stands for a request that was given up but that the worker still has: it keeps the
 * worker busy until it is answered.
 *
 * @param bytes how much of it the worker has
 * @param urgent whether the worker was told to end it, and is replaced if it does not
 * @param dueNanos until when an answer is expected; a worker that has nothing but
 * requests without such hope, and no room for others, is replaced
 */
record Tombstone(int bytes, boolean urgent, long dueNanos) implements RequestTable.Slot {

	boolean isDue(long nowNanos) {
		return nowNanos - this.dueNanos >= 0;
	}

	/** As this, but told of already. */
	Tombstone patient() {
		return this.urgent ? new Tombstone(this.bytes, false, this.dueNanos) : this;
	}

}
