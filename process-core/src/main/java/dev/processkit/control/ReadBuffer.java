package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes that were read from a pipe and not taken yet. Small until a read fills it:
 * then there is more to come, and a whole pipe is to fit, whatever rest is in front.
 */
final class ReadBuffer {

	private static final int SMALL = 8 << 10;

	/** What a pipe holds (pipe(7)): no read can bring more. */
	private static final int LARGE = 64 << 10;

	byte[] bytes = new byte[SMALL];

	/** Where the bytes begin; for the owner to move. */
	int start;

	int end;

	int size() {
		return this.end - this.start;
	}

	/**
	 * Wait for bytes. What was not taken may be somewhere else then.
	 * @param in where they come from
	 * @return {@code false} at the end of the stream
	 * @throws IOException if the stream cannot be read
	 */
	boolean fill(InputStream in) throws IOException {
		if (this.start == this.end || this.end == this.bytes.length) {
			makeRoom();
		}
		int count = in.read(this.bytes, this.end, Math.min(this.bytes.length - this.end, LARGE));
		this.end += Math.max(count, 0);
		return count >= 0;
	}

	private void makeRoom() {
		int size = size();
		int length = nextLength(size);
		byte[] target = (length != this.bytes.length) ? new byte[length] : this.bytes;
		System.arraycopy(this.bytes, this.start, target, 0, size);
		this.bytes = target;
		this.start = 0;
		this.end = size;
	}

	private int nextLength(int size) {
		int length = this.bytes.length;
		if (size > 0) {
			return Math.max(LARGE, (size > length / 2) ? 2 * length : length);
		}
		boolean full = this.end == length;
		return (full || length > LARGE) ? LARGE : length;
	}

}
