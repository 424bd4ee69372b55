package dev.processkit.shared;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;

import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a table, and the protocol by which processes change them. Thread-safe.
 * <p>
 * A key belongs to the slot that its hash names, its home, and stands there or a little
 * further on. Whoever changes a key holds the lock of its home, so that a key has one
 * changer and never stands twice. A changer writes the whole next content into the copy
 * that nobody reads, and then the state, one word, which makes it current. Until then
 * nothing has changed; from then on all has. So a changer may be killed between any two
 * instructions: the row is the old or the new one, and what it holds (the lock, or the
 * claim on a free slot) names a dead process, which the next one that comes takes over.
 * Nothing needs to be repaired.
 * <p>
 * Readers hold nothing. They copy the current content and take it only if the state is
 * still the same: then nobody has even begun to overwrite that copy, since a changer
 * overwrites the other one.
 */
final class Slots {

	/** How far from its home a key may stand. */
	private static final int FARTHEST = 256;

	private static final int UNDISTURBED_ATTEMPTS = 100;

	private final SharedMemory memory;

	private final TableFormat format;

	private final HeldWord words;

	private final Duration longestWait;

	/**
	 * Use the slots of a table.
	 * @param memory holds them
	 * @param format says where
	 * @param longestWait how long a living process may keep others from changing a key
	 */
	Slots(SharedMemory memory, TableFormat format, Duration longestWait) {
		this.memory = memory;
		this.format = format;
		this.longestWait = longestWait;
		this.words = new HeldWord(memory, TableFormat.SUCCESSIONS);
	}

	/**
	 * Read a row.
	 * @param key its key
	 * @return its content, {@code null} if there is none
	 */
	byte @Nullable [] read(byte[] key) {
		long hash = this.format.hash(key);
		int home = this.format.home(hash);
		long reach = reach();
		for (int distance = 0; distance < reach; distance++) {
			int slot = this.format.slot(home, distance);
			for (int attempt = 0; RowState.mayBe(state(slot), hash); attempt++) {
				byte[] content = (attempt < UNDISTURBED_ATTEMPTS) ? read(slot) : readAlone(slot, home);
				if (content != null && holds(content, key)) {
					return content;
				}
				if (content != null) {
					break;
				}
			}
		}
		return null;
	}

	/**
	 * Read whatever a slot holds.
	 * @param slot the slot
	 * @return its content; {@code null} if it is free, or was changed meanwhile
	 */
	byte @Nullable [] read(int slot) {
		long state = state(slot);
		if (!RowState.isLive(state)) {
			return null;
		}
		byte[] content = new byte[this.format.layout().size()];
		this.memory.read(this.format.copy(slot, state), content);
		VarHandle.acquireFence();
		return (state(slot) == state) ? content : null;
	}

	/** It changes all the time: let it be still for once. */
	private byte @Nullable [] readAlone(int slot, int home) {
		lock(home);
		try {
			return read(slot);
		}
		finally {
			this.words.release(this.format.lock(home));
		}
	}

	/**
	 * Change the row of a key, or make one.
	 * @param key the key
	 * @param change from the content as it is, {@code null} for none, to that wanted;
	 * {@code null} for none
	 * @return whether there was room
	 */
	boolean change(byte[] key, Change change) {
		long hash = this.format.hash(key);
		int home = this.format.home(hash);
		lock(home);
		try {
			for (int distance = 0; distance < reach(); distance++) {
				int slot = this.format.slot(home, distance);
				byte[] content = stable(slot, hash);
				if (content != null && holds(content, key)) {
					update(slot, hash, content, change);
					return true;
				}
			}
			byte[] next = change.apply(null);
			return next == null || insert(home, hash, next);
		}
		finally {
			this.words.release(this.format.lock(home));
		}
	}

	/** Another key may stand there, and change. */
	private byte @Nullable [] stable(int slot, long hash) {
		while (RowState.mayBe(state(slot), hash)) {
			byte[] content = read(slot);
			if (content != null) {
				return content;
			}
		}
		return null;
	}

	private void update(int slot, long hash, byte[] content, Change change) {
		long before = state(slot);
		byte[] next = change.apply(content);
		if (next == null) {
			this.memory.setWord(this.format.state(slot), RowState.free(before));
		}
		else if (next != Change.NOTHING) {
			publish(slot, RowState.live(before, hash), next);
		}
	}

	private boolean insert(int home, long hash, byte[] content) {
		int farthest = Math.min(FARTHEST, this.format.slots());
		for (int distance = 0; distance < farthest; distance++) {
			int slot = this.format.slot(home, distance);
			if (!RowState.isLive(state(slot)) && this.words.tryTake(this.format.claim(slot)) != HeldWord.Taken.NOT) {
				try {
					long before = state(slot);
					// It may have been filled before it was claimed.
					if (!RowState.isLive(before)) {
						reach(distance + 1);
						publish(slot, RowState.live(before, hash), content);
						return true;
					}
				}
				finally {
					this.words.release(this.format.claim(slot));
				}
			}
		}
		return false;
	}

	private void publish(int slot, long state, byte[] content) {
		this.memory.write(this.format.copy(slot, state), content);
		this.memory.setWord(this.format.state(slot), state);
	}

	private void lock(int home) {
		if (this.words.take(this.format.lock(home), this.longestWait.toNanos(), () -> false) == HeldWord.Taken.NOT) {
			throw new ProcessException(
					"Process %d has been changing a row of '%s' for more than %s: is it suspended? Let it continue, or kill it"
						.formatted(Holder.pid(this.memory.word(this.format.lock(home))), this.memory.file(),
								this.longestWait));
		}
	}

	private static boolean holds(byte[] content, byte[] key) {
		return content[0] == key.length && Arrays.equals(content, 1, 1 + key.length, key, 0, key.length);
	}

	int count() {
		int count = 0;
		for (int slot = 0; slot < this.format.slots(); slot++) {
			count += RowState.isLive(state(slot)) ? 1 : 0;
		}
		return count;
	}

	boolean isLive(int slot) {
		return RowState.isLive(state(slot));
	}

	private long state(int slot) {
		return this.memory.word(this.format.state(slot));
	}

	/** From how many slots a key may be: none has ever stood further from its home. */
	long reach() {
		return this.memory.word(TableFormat.REACH);
	}

	private void reach(long distance) {
		long known = reach();
		while (known < distance && !this.memory.replaceWord(TableFormat.REACH, known, distance)) {
			known = reach();
		}
	}

	/**
	 * A change of a row, made while its key is locked: brief, and without other rows.
	 */
	@FunctionalInterface
	interface Change {

		/** Leaves the row as it is. */
		byte[] NOTHING = {};

		/**
		 * Change it.
		 * @param content the content as it is, which may be changed; {@code null} if
		 * there is none
		 * @return the content wanted, {@link #NOTHING} to change nothing, {@code null}
		 * for no row
		 */
		byte @Nullable [] apply(byte @Nullable [] content);

	}

}
