package dev.processkit.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * The slots of a line by the id of their request; a lookup makes no garbage. Ids ascend
 * and are scattered: were they to lie one beside the other, a removal would have to look
 * at all behind it. They need no order, since one may stay while millions pass. Not
 * thread-safe.
 */
final class RequestTable {

	private static final int SMALLEST = 16;

	/**
	 * 2^64 divided by the golden ratio: multiples of it keep apart in their high bits.
	 */
	private static final long SCATTER = 0x9E37_79B9_7F4A_7C15L;

	private long[] ids = new long[SMALLEST];

	private @Nullable Slot[] slots = new @Nullable Slot[SMALLEST];

	private int size;

	int size() {
		return this.size;
	}

	@Nullable Slot get(long id) {
		return this.slots[find(id)];
	}

	void put(long id, Slot slot) {
		if (this.size * 2 >= this.slots.length) {
			grow();
		}
		int index = find(id);
		if (this.slots[index] == null) {
			this.size++;
		}
		this.ids[index] = id;
		this.slots[index] = slot;
	}

	@Nullable Slot remove(long id) {
		int index = find(id);
		Slot removed = this.slots[index];
		if (removed != null) {
			this.size--;
			closeGap(index);
		}
		return removed;
	}

	/**
	 * Replace each slot by what a function makes of it.
	 * @param function gives the new slot, or {@code null} to take it out
	 */
	void replaceAll(Replacement function) {
		long[] oldIds = this.ids;
		@Nullable Slot[] oldSlots = this.slots;
		allocate(oldSlots.length);
		for (int index = 0; index < oldSlots.length; index++) {
			Slot slot = oldSlots[index];
			Slot next = (slot != null) ? function.apply(oldIds[index], slot) : null;
			if (next != null) {
				put(oldIds[index], next);
			}
		}
	}

	/** Where an id is, or would be. */
	private int find(long id) {
		int mask = this.slots.length - 1;
		int index = home(id);
		while (this.slots[index] != null && this.ids[index] != id) {
			index = (index + 1) & mask;
		}
		return index;
	}

	/** Where an id belongs: the length is a power of two. */
	private int home(long id) {
		return (int) (id * SCATTER >>> Long.numberOfLeadingZeros(this.slots.length) + 1);
	}

	/** Move up what is behind a gap and not where it belongs, so that it is found. */
	private void closeGap(int gap) {
		int mask = this.slots.length - 1;
		int free = gap;
		int index = (gap + 1) & mask;
		while (this.slots[index] != null) {
			if (((index - home(this.ids[index])) & mask) >= ((index - free) & mask)) {
				this.ids[free] = this.ids[index];
				this.slots[free] = this.slots[index];
				free = index;
			}
			index = (index + 1) & mask;
		}
		this.slots[free] = null;
	}

	private void grow() {
		long[] oldIds = this.ids;
		@Nullable Slot[] oldSlots = this.slots;
		allocate(2 * oldSlots.length);
		for (int index = 0; index < oldSlots.length; index++) {
			Slot slot = oldSlots[index];
			if (slot != null) {
				put(oldIds[index], slot);
			}
		}
	}

	private void allocate(int length) {
		this.ids = new long[length];
		this.slots = new @Nullable Slot[length];
		this.size = 0;
	}

	/**
	 * What stands under an id: a request, or what is left of one.
	 */
	interface Slot {

		/**
		 * How much of it the worker has.
		 * @return the number of bytes
		 */
		int bytes();

	}

	/**
	 * Makes a new slot of an old one.
	 */
	@FunctionalInterface
	interface Replacement {

		/**
		 * Give the new slot.
		 * @param id the id
		 * @param slot the old slot
		 * @return the new one; {@code null} for none
		 */
		@Nullable Slot apply(long id, Slot slot);

	}

}
