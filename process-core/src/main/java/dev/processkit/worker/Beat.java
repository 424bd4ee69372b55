package dev.processkit.worker;

import dev.processkit.LoopPolicy;

/**
 * When the next round is due. The beats of a loop lie an interval apart for ever, however
 * long loops take; one that was missed is left out, so that loops never come in a burst.
 * Times are those of {@link System#nanoTime}.
 */
final class Beat {

	private final long interval;

	private final long idle;

	private long due;

	Beat(LoopPolicy policy) {
		this.interval = policy.interval().toNanos();
		this.idle = policy.idle().toNanos();
	}

	/** Begin, or begin anew, with a round that is due now. */
	void restart(long now) {
		this.due = now;
	}

	/** Nanoseconds until the next round is due; 0 or below when it is. */
	long left(long now) {
		return this.due - now;
	}

	/**
	 * A loop has ended.
	 * @param begun when it began
	 * @param now when it ended
	 * @return whether it took longer than the interval
	 */
	boolean looped(long begun, long now) {
		if (this.interval == 0) {
			this.due = now;
			return false;
		}
		this.due += this.interval;
		if (this.due < now) {
			// The last beat that was missed: the next loop begins at once, and the one
			// after it on the beat again.
			this.due += (now - this.due) / this.interval * this.interval;
		}
		return now - begun > this.interval;
	}

	/**
	 * A batch worker was asked for its next job.
	 * @param more whether there was one
	 * @param now the time
	 */
	void asked(boolean more, long now) {
		this.due = more ? now : now + this.idle;
	}

}
