package dev.processkit.integration;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The replies that are owed to one client. Reading from it stops while there are too
 * many. The event loop adds, any thread settles.
 */
final class Debt {

	private static final int MAX_BYTES = 1 << 20;

	private final AtomicInteger replies = new AtomicInteger();

	private final AtomicLong bytes = new AtomicLong();

	private final MemoryBudget budget;

	private final int maxReplies;

	Debt(MemoryBudget budget, int maxReplies) {
		this.budget = budget;
		this.maxReplies = maxReplies;
	}

	void add(int length) {
		this.budget.add(length);
		this.bytes.addAndGet(length);
		this.replies.incrementAndGet();
	}

	void settle(int replies, long length) {
		long before = this.bytes.getAndUpdate((bytes) -> Math.max(0, bytes - length));
		this.budget.release(Math.min(before, length));
		this.replies.addAndGet(-replies);
	}

	boolean isNone() {
		return this.replies.get() <= 0;
	}

	boolean isTooMuch() {
		int owed = this.replies.get();
		return owed > 0 && (owed >= this.maxReplies || this.bytes.get() >= MAX_BYTES || this.budget.exhausted());
	}

	/** Forget the bytes, since nobody waits for the replies any more. */
	void writeOff() {
		this.budget.release(this.bytes.getAndSet(0));
	}

}
