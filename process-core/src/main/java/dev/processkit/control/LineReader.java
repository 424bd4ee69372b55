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

	private final InputStream in;

	private final ReadBuffer buffer = new ReadBuffer();

	/** Up to here no line ends: a long line is searched once, however often it grows. */
	private int searched;

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
		if (this.buffer.size() > Wire.MAX_LENGTH) {
			throw new BadFrameException("The program printed a line of more than " + Wire.MAX_LENGTH + " bytes");
		}
		int before = this.buffer.start;
		boolean filled = this.buffer.fill(this.in);
		this.searched -= before - this.buffer.start;
		if (!filled && this.buffer.size() > 0) {
			throw new BadFrameException(
					"The program ended within a line, after " + this.buffer.size() + " bytes of it");
		}
		return filled;
	}

	/**
	 * Take a line that is there already. Does not block.
	 * @return the line without its end; {@code null} when {@link #fill()} has to bring
	 * more bytes
	 */
	byte @Nullable [] next() {
		while (this.searched < this.buffer.end) {
			if (this.buffer.bytes[this.searched++] == '\n') {
				return take(this.searched - 1);
			}
		}
		return null;
	}

	private byte[] take(int to) {
		int from = this.buffer.start;
		this.buffer.start = this.searched;
		int length = to - from;
		if (length > 0 && this.buffer.bytes[to - 1] == '\r') {
			length--;
		}
		return Arrays.copyOfRange(this.buffer.bytes, from, from + length);
	}

}
