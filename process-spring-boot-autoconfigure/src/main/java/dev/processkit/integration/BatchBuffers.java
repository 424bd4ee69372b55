package dev.processkit.integration;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Buffers in which replies are gathered. As many are made as threads write at once.
 * Thread-safe.
 */
final class BatchBuffers {

	/** The size of a buffer. */
	static final int SIZE = 64 << 10;

	private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

	byte[] borrow() {
		byte[] buffer = this.free.poll();
		return (buffer != null) ? buffer : new byte[SIZE];
	}

	void giveBack(byte[] buffer) {
		this.free.add(buffer);
	}

}
