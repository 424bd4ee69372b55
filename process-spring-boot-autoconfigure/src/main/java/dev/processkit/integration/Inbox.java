package dev.processkit.integration;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What a client has sent and no message has taken yet. Reads go to a buffer that all
 * connections of the loop share; only what is left of it is kept, in an array as small as
 * will do. Confined to the event loop.
 */
final class Inbox {

	/** The size of the shared buffer. */
	static final int READ_BUFFER = 128 << 10;

	private static final int DROP_READS = 16;

	private static final int SMALL = READ_BUFFER / 4;

	private static final byte[] NONE = {};

	private final FrameDecoder decoder;

	private final byte[] shared;

	private final MemoryBudget budget;

	private final Window window = new Window(NONE, 0, 0);

	private byte[] kept = NONE;

	Inbox(FrameCodec codec, byte[] shared, MemoryBudget budget) {
		this.decoder = codec.decoder();
		this.shared = shared;
		this.budget = budget;
	}

	/**
	 * Read once. Follow it with {@link #next} and, in the same turn, {@link #keepRest}.
	 * @param link where from
	 * @return as {@link Link#read}
	 * @throws IOException if the connection is broken, or there is no memory left for it
	 */
	int read(Link link) throws IOException {
		int length = this.window.length();
		if (length > SMALL) {
			int read = link.read(ByteBuffer.wrap(this.shared));
			if (read > 0) {
				append(read);
			}
			return read;
		}
		System.arraycopy(this.window.bytes, this.window.start, this.shared, 0, length);
		int read = link.read(ByteBuffer.wrap(this.shared, length, this.shared.length - length));
		this.window.bytes = this.shared;
		this.window.start = 0;
		this.window.end = length + Math.max(0, read);
		return read;
	}

	boolean isEmpty() {
		return this.window.length() == 0;
	}

	byte @Nullable [] next() throws MalformedMessageException {
		return (this.window.length() > 0) ? this.decoder.next(this.window) : null;
	}

	byte @Nullable [] last() throws MalformedMessageException {
		return this.decoder.last(this.window);
	}

	/**
	 * Give the shared buffer back.
	 * @throws MalformedMessageException if the endpoint has no memory left for the rest
	 */
	void keepRest() throws MalformedMessageException {
		int length = this.window.length();
		if (length == 0) {
			discard();
		}
		else if (this.window.bytes == this.shared) {
			if (length > this.kept.length || this.kept.length > 4 * length) {
				replaceKept(Math.max(64, length));
			}
			System.arraycopy(this.shared, this.window.start, this.kept, 0, length);
			this.window.bytes = this.kept;
			this.window.start = 0;
			this.window.end = length;
		}
	}

	/**
	 * Read and drop what the client still sends.
	 * @param link where from
	 * @return whether the client's end was reached
	 * @throws IOException if the connection is broken
	 */
	boolean drop(Link link) throws IOException {
		int read = 1;
		for (int i = 0; i < DROP_READS && read > 0; i++) {
			read = link.read(ByteBuffer.wrap(this.shared));
		}
		return read < 0;
	}

	/** Drop everything, and return its bytes to the budget. */
	void discard() {
		this.budget.release(this.kept.length);
		this.kept = NONE;
		this.window.bytes = NONE;
		this.window.start = 0;
		this.window.end = 0;
	}

	private void append(int read) throws MalformedMessageException {
		int length = this.window.length();
		if (this.window.end + read > this.kept.length) {
			byte[] old = this.kept;
			int start = this.window.start;
			replaceKept(Math.max(length + read, Math.min(2 * length, length + (1 << 20))));
			System.arraycopy(old, start, this.kept, 0, length);
			this.window.bytes = this.kept;
			this.window.start = 0;
			this.window.end = length;
		}
		System.arraycopy(this.shared, 0, this.kept, this.window.end, read);
		this.window.end += read;
	}

	private void replaceKept(int size) throws MalformedMessageException {
		if (!this.budget.tryReserve(size)) {
			throw new MalformedMessageException("The endpoint has no memory left for this message; try again later");
		}
		this.budget.release(size);
		byte[] grown = new byte[size];
		this.budget.add((long) size - this.kept.length);
		this.kept = grown;
	}

}
