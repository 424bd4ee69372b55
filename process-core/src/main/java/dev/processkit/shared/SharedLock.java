package dev.processkit.shared;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A lock between the application and its processes, and between their threads. It is free
 * as soon as its holder has let go of it or is dead. Not reentrant, not fair: who waits
 * looks again after some microseconds, later after 5 ms at most. Thread-safe.
 *
 * @since 0.1
 */
public final class SharedLock {

	/** The size of its file: holder, then how often a dead one was succeeded. */
	static final int SIZE = 2 * Long.BYTES;

	private final SharedMemory memory;

	private final HeldWord words;

	SharedLock(SharedMemory memory) {
		this.memory = memory;
		this.words = new HeldWord(memory, Long.BYTES);
	}

	/**
	 * Take the lock if it is free.
	 * @return what holds it until it is closed; {@code null} if somebody else has it,
	 * another thread or this one included
	 */
	public @Nullable Hold tryLock() {
		return hold(this.words.tryTake(0));
	}

	/**
	 * Take the lock, waiting for it. Blocks.
	 * @param timeout how long at most
	 * @return what holds it until it is closed; {@code null} if it was not free in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	public @Nullable Hold tryLock(Duration timeout) throws InterruptedException {
		HeldWord.Taken taken = this.words.take(0, nanos(timeout), () -> Thread.currentThread().isInterrupted());
		if (taken == HeldWord.Taken.NOT && Thread.interrupted()) {
			throw new InterruptedException("interrupted while waiting for " + this);
		}
		return hold(taken);
	}

	private static long nanos(Duration timeout) {
		try {
			return timeout.toNanos();
		}
		catch (ArithmeticException ex) {
			return timeout.isNegative() ? 0 : Long.MAX_VALUE;
		}
	}

	/**
	 * Whether somebody holds it who lives.
	 * @return {@code false} also when its holder has died
	 */
	public boolean isHeld() {
		long holder = this.memory.word(0);
		return holder != 0 && (holder == Holder.SELF || !Holder.isDead(holder));
	}

	private @Nullable Hold hold(HeldWord.Taken taken) {
		return (taken != HeldWord.Taken.NOT) ? new Hold(taken == HeldWord.Taken.FROM_THE_DEAD) : null;
	}

	@Override
	public String toString() {
		return "SharedLock[" + this.memory.file().getFileName() + "]";
	}

	/**
	 * The lock in somebody's hands. Any thread may close it; only the first call counts.
	 */
	public final class Hold implements AutoCloseable {

		private final boolean inherited;

		private final AtomicBoolean closed = new AtomicBoolean();

		Hold(boolean inherited) {
			this.inherited = inherited;
		}

		/**
		 * Whether the holder before has died with the lock: what it was about to do may
		 * be half done.
		 * @return {@code true} if it has
		 */
		public boolean inherited() {
			return this.inherited;
		}

		@Override
		public void close() {
			if (this.closed.compareAndSet(false, true)) {
				SharedLock.this.words.release(0);
			}
		}

	}

}
