package dev.processkit.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Says which of two threads reads what the application sends. The one that handles
 * messages reads them too, since each hop to another thread costs more than a quick
 * handler. Its deputy looks every millisecond whether it is stuck in a handler, and then
 * reads in its place. When nothing happens the deputy sleeps.
 * <p>
 * What belongs to the reading may be used by the thread that has the lead; giving and
 * taking it makes visible what the other one did.
 */
final class Lead {

	private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	/** So often the deputy looks in vain before it sleeps. */
	private static final int IDLE_LOOKS = 10;

	/** The deputy has the lead. Otherwise the stage is odd while a handler is at work. */
	private static final long DEPUTY = -1;

	private final AtomicLong stage = new AtomicLong(DEPUTY);

	/** Whether the handling thread waits for the lead. */
	private final AtomicBoolean waiting = new AtomicBoolean();

	private final Thread handling;

	private long count;

	private volatile boolean asleep;

	private final Thread deputy;

	/**
	 * Create a lead that the deputy has.
	 * @param handling the thread that handles messages
	 * @param deputy the thread that reads meanwhile
	 */
	Lead(Thread handling, Thread deputy) {
		this.handling = handling;
		this.deputy = deputy;
	}

	/** The handling thread, which has the lead, does what may take long. */
	void begin() {
		this.count += 2;
		this.stage.set(this.count + 1);
		if (this.asleep) {
			LockSupport.unpark(this.deputy);
		}
	}

	/**
	 * That is done.
	 * @return whether the handling thread has the lead still
	 */
	boolean end() {
		// Nobody else changes the count while this succeeds.
		long begun = this.stage.get();
		return begun != DEPUTY && this.stage.compareAndSet(begun, begun - 1);
	}

	/** The handling thread, which has not the lead, has nothing to do. */
	void offer() {
		this.waiting.set(true);
	}

	/**
	 * The handling thread has something to do after all.
	 * @return {@code false} if it was given the lead meanwhile
	 */
	boolean withdraw() {
		return this.waiting.compareAndSet(true, false);
	}

	/** On the handling thread: wait for the lead. */
	void await() {
		while (this.stage.get() == DEPUTY) {
			LockSupport.park(this);
			// Somebody may have kept hold of the thread of a handler.
			Thread.interrupted();
		}
	}

	/**
	 * On the deputy, which has the lead: give it away, if the other one waits for it.
	 * @return whether it is given
	 */
	boolean give() {
		if (!this.waiting.compareAndSet(true, false)) {
			return false;
		}
		this.count += 2;
		this.stage.set(this.count);
		LockSupport.unpark(this.handling);
		return true;
	}

	/** On the deputy, which has given the lead: wait until it is needed again. */
	void watch() {
		long seen = this.stage.get();
		long since = System.nanoTime();
		int idle = 0;
		while (true) {
			idle = sleep(idle, seen);
			long now = System.nanoTime();
			long stage = this.stage.get();
			if (stage != seen) {
				seen = stage;
				since = now;
				idle = 0;
			}
			else if (stage % 2 != 0 && now - since >= MOMENT_NANOS && this.stage.compareAndSet(stage, DEPUTY)) {
				return;
			}
		}
	}

	private int sleep(int idle, long seen) {
		if (idle < IDLE_LOOKS) {
			LockSupport.parkNanos(this, MOMENT_NANOS);
			return idle + 1;
		}
		this.asleep = true;
		if (seen % 2 == 0 && this.stage.get() == seen) {
			LockSupport.park(this);
		}
		this.asleep = false;
		return 0;
	}

}
