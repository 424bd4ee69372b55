package dev.processkit.shared;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessException;

/**
 * What stands where in the file of a table; described for other languages in
 * {@code docs/shared-state.md}. Sizes and offsets in bytes.
 *
 * @param layout the content of a row
 * @param headerSize where the first slot begins
 * @param slots the number of slots, a power of two
 * @param rows for how many rows the table was made
 * @param seed begins the hash of each key
 */
record TableFormat(RowLayout layout, int headerSize, int slots, int rows, long seed) {

	/** {@code PKTABLE1}, read as a word. */
	private static final long MAGIC = 0x504B5441424C4531L;

	static final int REACH = 48;

	static final int SUCCESSIONS = 56;

	private static final int DESCRIPTION = 64;

	/** Lock, state and claim, which stand before the two copies of the content. */
	private static final int WORDS = 3 * Long.BYTES;

	private static final int FEWEST_SLOTS = 64;

	private static final int MOST_BYTES = 1 << 30;

	/**
	 * Plan a table.
	 * @param schema the columns
	 * @param rows how many rows it must take
	 * @param seed any number
	 * @throws InvalidDefinitionException if it would be too large
	 */
	static TableFormat plan(SharedSchema schema, int rows, long seed) {
		if (rows < 1) {
			throw new InvalidDefinitionException("rows", rows, "is below 1", "Use 1 or more.");
		}
		RowLayout layout = new RowLayout(schema);
		int headerSize = RowLayout
			.aligned(DESCRIPTION + Long.BYTES + schema.describe().getBytes(StandardCharsets.UTF_8).length);
		// At most half of the slots are needed, which keeps keys near to where they
		// belong.
		long slots = Math.max(FEWEST_SLOTS, Long.highestOneBit(2L * rows - 1) << 1);
		long slotSize = WORDS + 2L * layout.size();
		if (headerSize + slots * slotSize > MOST_BYTES) {
			long most = Long.highestOneBit((MOST_BYTES - headerSize) / slotSize) / 2;
			throw new InvalidDefinitionException("rows", rows, "needs more than 1 GiB with these columns",
					(most > 0) ? "Use %d at most, or smaller columns.".formatted(most) : "Use smaller columns.");
		}
		return new TableFormat(layout, headerSize, (int) slots, rows, seed);
	}

	static TableFormat read(SharedMemory memory) {
		if (memory.size() < DESCRIPTION + Long.BYTES || memory.word(0) != MAGIC) {
			throw new ProcessException("'%s' is no shared table of this version".formatted(memory.file()));
		}
		byte[] description = new byte[(int) memory.word(DESCRIPTION)];
		memory.read(DESCRIPTION + Long.BYTES, description);
		SharedSchema schema = SharedSchema.parse(new String(description, StandardCharsets.UTF_8));
		return new TableFormat(new RowLayout(schema), (int) memory.word(8), (int) memory.word(16),
				(int) memory.word(32), memory.word(40));
	}

	byte[] header() {
		byte[] description = this.layout.schema().describe().getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(this.headerSize)
			.order(ByteOrder.nativeOrder())
			.putLong(MAGIC)
			.putLong(this.headerSize)
			.putLong(this.slots)
			.putLong(slotSize())
			.putLong(this.rows)
			.putLong(this.seed)
			.putLong(0)
			.putLong(0)
			.putLong(description.length)
			.put(description)
			.array();
	}

	private int slotSize() {
		return WORDS + 2 * this.layout.size();
	}

	int size() {
		return this.headerSize + this.slots * slotSize();
	}

	/** The lock of all keys that belong to a slot. */
	int lock(int slot) {
		return this.headerSize + slot * slotSize();
	}

	int state(int slot) {
		return lock(slot) + Long.BYTES;
	}

	/** Who is about to fill a free slot. */
	int claim(int slot) {
		return lock(slot) + 2 * Long.BYTES;
	}

	/** The copy of the content that is current in a state. */
	int copy(int slot, long state) {
		return lock(slot) + WORDS + ((RowState.version(state) & 1) == 0 ? 0 : this.layout.size());
	}

	/** FNV-1a from the seed on, then the last mixing of MurmurHash3. */
	long hash(byte[] key) {
		long hash = this.seed;
		for (byte next : key) {
			hash = (hash ^ (next & 0xff)) * 0x100000001b3L;
		}
		hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
		hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return hash ^ (hash >>> 33);
	}

	int home(long hash) {
		return (int) hash & (this.slots - 1);
	}

	int slot(int home, int distance) {
		return (home + distance) & (this.slots - 1);
	}

}
