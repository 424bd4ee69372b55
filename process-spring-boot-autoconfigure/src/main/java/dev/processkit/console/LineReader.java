package dev.processkit.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads lines of a limited length from a channel. A last line without its end is none:
 * half a command may mean something else. Confined to one thread.
 */
final class LineReader {

	private final ReadableByteChannel channel;

	private final int maximum;

	private final ByteBuffer in = ByteBuffer.allocate(4096);

	private byte[] line = new byte[256];

	private int length;

	LineReader(ReadableByteChannel channel, int maximum) {
		this.channel = channel;
		this.maximum = maximum;
		this.in.flip();
	}

	/**
	 * Read a line. Blocks.
	 * @return the line without its end; {@code null} at the end of the input
	 * @throws LineTooLongException if it is longer than the maximum; nothing can be read
	 * after it
	 * @throws IOException if the channel is closed or broken
	 */
	@Nullable String next() throws IOException {
		this.length = 0;
		while (true) {
			while (this.in.hasRemaining()) {
				byte value = this.in.get();
				if (value == '\n') {
					return new String(this.line, 0, this.length, StandardCharsets.UTF_8);
				}
				if (this.length == this.maximum && value != '\r') {
					throw new LineTooLongException(this.line[0] == '{' || this.line[0] == '[');
				}
				append(value);
			}
			if (!fill()) {
				return null;
			}
		}
	}

	private void append(byte value) {
		if (this.length == this.line.length) {
			this.line = Arrays.copyOf(this.line, this.length * 2);
		}
		this.line[this.length++] = value;
	}

	private boolean fill() throws IOException {
		this.in.clear();
		int count = this.channel.read(this.in);
		this.in.flip();
		return count >= 0;
	}

	/**
	 * Read on and forget it, until the client sends nothing more. A socket that is closed
	 * with input unread may take back what was written to it.
	 * @throws IOException if the channel is closed or broken
	 */
	void drain() throws IOException {
		while (fill()) {
			this.in.clear();
		}
	}

	/**
	 * A line is longer than is taken.
	 */
	static final class LineTooLongException extends IOException {

		private final boolean json;

		LineTooLongException(boolean json) {
			this.json = json;
		}

		boolean looksLikeJson() {
			return this.json;
		}

	}

}
