package dev.processkit.supervisor;

/**
 * Stands for a request that was given up but that the worker still has: it keeps the
 * worker busy until it is answered.
 *
 * @param bytes how much of it the worker has
 * @param urgent whether the worker was told to end it, and is replaced if it does not
 * @param dueNanos when that is; of no meaning when it is not urgent
 */
record Tombstone(int bytes, boolean urgent, long dueNanos) implements RequestTable.Slot {

	boolean isDue(long nowNanos) {
		return this.urgent && nowNanos - this.dueNanos >= 0;
	}

	/** Still taken, but nothing will come of waiting for it. */
	Tombstone patient() {
		return new Tombstone(this.bytes, false, 0);
	}

}
