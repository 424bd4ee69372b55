package dev.processkit.shared;

/**
 * The word that says what a slot holds: 24 bits of the key's hash, one that is set while
 * there is a row, and 39 bits of version. Each change of a row is the change of this
 * word; its parity tells which of the two copies of the content counts.
 */
final class RowState {

	private static final int VERSION_BITS = 39;

	private static final long VERSION = (1L << VERSION_BITS) - 1;

	private static final long LIVE = 1L << VERSION_BITS;

	private RowState() {
	}

	static boolean isLive(long state) {
		return (state & LIVE) != 0;
	}

	static long version(long state) {
		return state & VERSION;
	}

	/** Whether it may be the row of a key; most others differ. */
	static boolean mayBe(long state, long hash) {
		return (state & ~VERSION) == (tag(hash) | LIVE);
	}

	/** The state after the next change, with a row. */
	static long live(long before, long hash) {
		return tag(hash) | LIVE | free(before);
	}

	/** The state after the next change, without a row. */
	static long free(long before) {
		return (before + 1) & VERSION;
	}

	private static long tag(long hash) {
		return (hash >>> (VERSION_BITS + 1)) << (VERSION_BITS + 1);
	}

}
