package dev.processkit.ctl.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bytes from a channel. For one thread.
 */
class LineReader {

	static final int LONGEST = 64 * 1024 * 1024;

	private final ReadableByteChannel channel;

	private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	LineReader(ReadableByteChannel channel) {
		this.channel = channel;
	}

	/**
	 * Read the next line, waiting for it.
	 * @return the line without its end; {@code null} at the end of the stream, where half
	 * a line counts as none
	 * @throws IOException if reading fails or the line is longer than {@link #LONGEST}
	 */
	byte @Nullable [] next() throws IOException {
		while (!takeLine()) {
			if (this.line.size() > LONGEST) {
				throw new IOException("it sent a line of more than " + LONGEST + " bytes");
			}
			this.buffer.clear();
			int count = this.channel.read(this.buffer);
			this.buffer.flip();
			if (count < 0) {
				return null;
			}
		}
		byte[] bytes = this.line.toByteArray();
		this.line.reset();
		return bytes;
	}

	/**
	 * Whether the next line is here already, so that reading it waits for nobody.
	 * @return {@code true} when it is
	 */
	boolean hasLine() {
		for (int index = this.buffer.position(); index < this.buffer.limit(); index++) {
			if (this.buffer.get(index) == '\n') {
				return true;
			}
		}
		return false;
	}

	private boolean takeLine() {
		while (this.buffer.hasRemaining()) {
			byte next = this.buffer.get();
			if (next == '\n') {
				return true;
			}
			this.line.write(next);
		}
		return false;
	}

}
