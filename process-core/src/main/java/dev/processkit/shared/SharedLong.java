package dev.processkit.shared;

/**
 * A number that the application and its processes share. Each method is one instruction
 * on memory: there is nothing a killed process could hold. Thread-safe.
 *
 * @since 0.1
 */
public final class SharedLong {

	/** The size of its file. */
	static final int SIZE = Long.BYTES;

	private final SharedMemory memory;

	SharedLong(SharedMemory memory) {
		this.memory = memory;
	}

	/**
	 * Read it.
	 * @return the number; 0 at first
	 */
	public long get() {
		return this.memory.word(0);
	}

	/**
	 * Set it.
	 * @param value the number
	 */
	public void set(long value) {
		this.memory.setWord(0, value);
	}

	/**
	 * Add to it.
	 * @param delta what to add; it wraps around like a Java {@code long}
	 * @return the new number
	 */
	public long add(long delta) {
		return this.memory.addToWord(0, delta);
	}

	/**
	 * Set it if it is what is expected.
	 * @param expected what it must be
	 * @param value what it becomes
	 * @return whether it was
	 */
	public boolean compareAndSet(long expected, long value) {
		return this.memory.replaceWord(0, expected, value);
	}

	@Override
	public String toString() {
		return String.valueOf(get());
	}

}
