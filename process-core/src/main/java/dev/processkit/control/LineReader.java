package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads lines as bytes: {@link #fill()} makes one system call, {@link #next()} then takes
 * the lines that it brought. A line ends with LF or CRLF; what has no such end is no
 * line, but the rest of a program that was killed. Memory grows with the bytes that came.
 * For one thread.
 */
final class LineReader {

	private static final int SMALL = 8 << 10;

	/** What a pipe holds (pipe(7)): no read can bring more. */
	private static final int LARGE = 64 << 10;

	private final InputStream in;

	private byte[] buffer = new byte[SMALL];

	private int start;

	/** Up to here no line ends: a long line is searched once, however often it grows. */
	private int searched;

	private int end;

	LineReader(InputStream in) {
		this.in = in;
	}

	/**
	 * Wait for bytes.
	 * @return {@code false} at the end of the stream
	 * @throws BadFrameException if a line is too long, or the stream ends within one
	 * @throws IOException if the stream cannot be read
	 */
	boolean fill() throws IOException {
		if (this.end - this.start > Wire.MAX_LENGTH) {
			throw new BadFrameException("The program printed a line of more than " + Wire.MAX_LENGTH + " bytes");
		}
		makeRoom();
		int count = this.in.read(this.buffer, this.end, Math.min(this.buffer.length - this.end, LARGE));
		if (count < 0 && this.end > this.start) {
			throw new BadFrameException(
					"The program ended within a line, after " + (this.end - this.start) + " bytes of it");
		}
		this.end += Math.max(count, 0);
		return count >= 0;
	}

	/**
	 * Take a line that is there already. Does not block.
	 * @return the line without its end; {@code null} when {@link #fill()} has to bring
	 * more bytes
	 */
	byte @Nullable [] next() {
		while (this.searched < this.end) {
			if (this.buffer[this.searched++] == '\n') {
				return take(this.searched - 1);
			}
		}
		return null;
	}

	private byte[] take(int to) {
		int from = this.start;
		this.start = this.searched;
		int length = to - from;
		if (length > 0 && this.buffer[to - 1] == '\r') {
			length--;
		}
		return Arrays.copyOfRange(this.buffer, from, from + length);
	}

	private void makeRoom() {
		if (this.start == this.end) {
			boolean busy = this.end == this.buffer.length;
			if (this.buffer.length > LARGE || busy && this.buffer.length < LARGE) {
				this.buffer = new byte[LARGE];
			}
			this.start = 0;
			this.searched = 0;
			this.end = 0;
		}
		else if (this.end == this.buffer.length) {
			int size = this.end - this.start;
			byte[] target = (size > this.buffer.length / 2) ? new byte[this.buffer.length * 2] : this.buffer;
			System.arraycopy(this.buffer, this.start, target, 0, size);
			this.buffer = target;
			this.searched -= this.start;
			this.start = 0;
			this.end = size;
		}
	}

}
