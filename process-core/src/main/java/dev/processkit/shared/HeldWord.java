package dev.processkit.shared;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Words that are 0 or say who holds them. What a dead process holds passes to the next
 * one that asks. Held by a process, whichever of its threads: not reentrant. Thread-safe.
 */
final class HeldWord {

	private static final int SPINS = 200;

	private static final long SHORTEST_PAUSE = Duration.ofNanos(20_000).toNanos();

	private static final long LONGEST_PAUSE = Duration.ofMillis(5).toNanos();

	private final SharedMemory memory;

	/** Where is counted how often a dead holder was succeeded. */
	private final int successions;

	HeldWord(SharedMemory memory, int successions) {
		this.memory = memory;
		this.successions = successions;
	}

	/**
	 * Take a word that nobody holds, or a dead process.
	 * @param at the word
	 * @return how it was taken, or that it was not
	 */
	Taken tryTake(int at) {
		long holder = this.memory.word(at);
		if (holder == 0) {
			return this.memory.replaceWord(at, 0, Holder.SELF) ? Taken.FREE : Taken.NOT;
		}
		if (holder != Holder.SELF && Holder.isDead(holder) && this.memory.replaceWord(at, holder, Holder.SELF)) {
			this.memory.addToWord(this.successions, 1);
			return Taken.FROM_THE_DEAD;
		}
		return Taken.NOT;
	}

	/**
	 * Take a word, waiting for it.
	 * @param at the word
	 * @param nanos how long at most
	 * @param giveUp ends the waiting early; asked between two attempts
	 * @return how it was taken, or that it was not
	 */
	Taken take(int at, long nanos, BooleanSupplier giveUp) {
		for (int i = 0; i < SPINS; i++) {
			if (this.memory.word(at) == 0 && this.memory.replaceWord(at, 0, Holder.SELF)) {
				return Taken.FREE;
			}
			Thread.onSpinWait();
		}
		long begin = System.nanoTime();
		long pause = SHORTEST_PAUSE;
		while (true) {
			Taken taken = tryTake(at);
			if (taken != Taken.NOT || System.nanoTime() - begin >= nanos || giveUp.getAsBoolean()) {
				return taken;
			}
			LockSupport.parkNanos(pause);
			pause = Math.min(2 * pause, LONGEST_PAUSE);
		}
	}

	void release(int at) {
		this.memory.setWord(at, 0);
	}

	/**
	 * How something was taken.
	 */
	enum Taken {

		/** Somebody else has it. */
		NOT,

		/** Nobody had it. */
		FREE,

		/** A process had it that is dead. */
		FROM_THE_DEAD

	}

}
