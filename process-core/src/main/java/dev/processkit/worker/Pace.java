package dev.processkit.worker;

import java.util.concurrent.TimeUnit;

/**
 * Whether handlers have been quick lately: so quick that another thread for each would
 * cost more than it gains. For the thread that reads.
 */
final class Pace {

	/** A handler that takes longer than this may well be worth a thread in a burst. */
	static final long BURST_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

	/** A handler that takes longer than this is slow, and so are many together. */
	static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	/** What one slow handler counts: so many quick ones. */
	private static final int SLOW = 64;

	/** What one counts that was stuck, and held up all others for a millisecond. */
	private static final int STUCK = 1024;

	/** One may be slow now and then, by itself or because the machine is busy. */
	private static final int TOLERATED = 2 * SLOW;

	private int slowness;

	boolean isQuick() {
		return this.slowness < TOLERATED;
	}

	/** A message has come. */
	void count() {
		if (this.slowness > 0) {
			this.slowness--;
		}
	}

	void slow() {
		this.slowness += SLOW;
	}

	void stuck() {
		this.slowness = STUCK + TOLERATED;
	}

}
