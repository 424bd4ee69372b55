package dev.processkit.integration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What is to be sent to a client. Replies are gathered in a buffer borrowed from the loop
 * and written together; only what the socket does not take is kept. Thread-safe; no
 * method blocks.
 */
final class Outbox {

	/** The most that may wait for one client, in bytes: two of the longest replies. */
	static final int MAX_UNSENT = 32 << 20;

	private static final byte[] NONE = {};

	private final ReentrantLock lock = new ReentrantLock();

	private final Link link;

	private final FrameCodec codec;

	private final BatchBuffers buffers;

	private final MemoryBudget budget;

	private byte @Nullable [] batch;

	private int batched;

	private byte[] unsent = NONE;

	private int start;

	private int end;

	private boolean closed;

	private @Nullable IOException failure;

	Outbox(Link link, FrameCodec codec, BatchBuffers buffers, MemoryBudget budget) {
		this.link = link;
		this.codec = codec;
		this.buffers = buffers;
		this.budget = budget;
	}

	/**
	 * Add a reply to those that the next {@link #flush} sends.
	 * @param reply the reply, not framed yet
	 */
	void append(byte[] reply) {
		this.lock.lock();
		try {
			if (!this.closed && this.failure == null) {
				this.codec.encode(reply, this::put);
			}
		}
		catch (RuntimeException | Error ex) {
			// A part may have gone out: the client would lose step.
			this.failure = new IOException("The reply cannot be sent", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Write what the socket takes.
	 * @return whether nothing is left
	 * @throws IOException if the connection is broken, or the client leaves more unread
	 * than an endpoint can keep
	 */
	boolean flush() throws IOException {
		this.lock.lock();
		try {
			if (this.closed) {
				return true;
			}
			writeUnsent();
			writeBatch();
			if (this.failure != null) {
				throw this.failure;
			}
			return unsent() == 0 && this.link.write(ByteBuffer.wrap(NONE));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * How much waits for the client to read.
	 * @return the bytes
	 */
	int unsent() {
		this.lock.lock();
		try {
			return this.end - this.start;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Drop everything, now and in future. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			returnBatch();
			replaceUnsent(NONE);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void put(byte[] bytes) {
		byte[] target = (this.batch != null) ? this.batch : borrow();
		if (this.batched + bytes.length > target.length) {
			writeBatch();
			if (bytes.length > BatchBuffers.SIZE) {
				writeOrKeep(ByteBuffer.wrap(bytes));
				return;
			}
			target = borrow();
		}
		System.arraycopy(bytes, 0, target, this.batched, bytes.length);
		this.batched += bytes.length;
	}

	private byte[] borrow() {
		byte[] borrowed = this.buffers.borrow();
		this.batch = borrowed;
		this.batched = 0;
		return borrowed;
	}

	private void writeBatch() {
		if (this.batch != null) {
			writeOrKeep(ByteBuffer.wrap(this.batch, 0, this.batched));
			returnBatch();
		}
	}

	private void returnBatch() {
		if (this.batch != null) {
			this.buffers.giveBack(this.batch);
			this.batch = null;
		}
	}

	private void writeUnsent() {
		if (this.end > this.start && this.failure == null) {
			ByteBuffer source = ByteBuffer.wrap(this.unsent, this.start, this.end - this.start);
			write(source);
			this.start = source.position();
			if (this.start == this.end) {
				replaceUnsent(NONE);
			}
		}
	}

	private void writeOrKeep(ByteBuffer source) {
		if (this.end == this.start) {
			write(source);
		}
		if (source.hasRemaining() && this.failure == null) {
			keep(source);
		}
	}

	private void write(ByteBuffer source) {
		try {
			this.link.write(source);
		}
		catch (IOException ex) {
			this.failure = ex;
		}
	}

	private void keep(ByteBuffer source) {
		int length = this.end - this.start;
		int needed = length + source.remaining();
		if (this.end + source.remaining() > this.unsent.length) {
			int size = Math.min(MAX_UNSENT, Math.max(needed, 2 * length));
			if (needed > MAX_UNSENT || !this.budget.tryReserve(size)) {
				this.failure = new IOException("The client leaves its replies unread: " + needed + " bytes");
				return;
			}
			this.budget.release(size);
			byte[] grown = new byte[size];
			System.arraycopy(this.unsent, this.start, grown, 0, length);
			replaceUnsent(grown);
			this.end = length;
		}
		int more = source.remaining();
		source.get(this.unsent, this.end, more);
		this.end += more;
	}

	private void replaceUnsent(byte[] bytes) {
		this.budget.add((long) bytes.length - this.unsent.length);
		this.unsent = bytes;
		this.start = 0;
		this.end = 0;
	}

}
