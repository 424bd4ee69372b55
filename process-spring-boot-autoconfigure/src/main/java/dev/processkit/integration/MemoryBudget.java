package dev.processkit.integration;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that an endpoint holds for its clients: partial messages, requests that are
 * not answered yet, replies that are not read yet. Thread-safe.
 */
final class MemoryBudget {

	private final AtomicLong used = new AtomicLong();

	private final long limit;

	MemoryBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * Reserve bytes if the budget has room for them.
	 * @param bytes how many
	 * @return whether they were reserved
	 */
	boolean tryReserve(long bytes) {
		if (this.used.addAndGet(bytes) <= this.limit) {
			return true;
		}
		this.used.addAndGet(-bytes);
		return false;
	}

	/**
	 * Account for bytes that are there already.
	 * @param bytes how many
	 */
	void add(long bytes) {
		this.used.addAndGet(bytes);
	}

	void release(long bytes) {
		this.used.addAndGet(-bytes);
	}

	boolean exhausted() {
		return this.used.get() >= this.limit;
	}

	long used() {
		return this.used.get();
	}

}
