package dev.processkit.control;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Encodes frames into one array, so that a batch leaves with one write. For one thread.
 */
final class FrameBuffer {

	private static final int SMALL = 1 << 10;

	private static final int LARGE = 64 << 10;

	private byte[] bytes = new byte[SMALL];

	private int size;

	int size() {
		return this.size;
	}

	void preamble() {
		reserve(Wire.PREAMBLE_LENGTH);
		putInt(Wire.MAGIC);
		putInt(Wire.VERSION);
	}

	void frame(FrameType type) {
		begin(type, 0);
	}

	void frame(FrameType type, long id) {
		begin(type, Long.BYTES);
		putLong(id);
	}

	void frame(FrameType type, long id, byte[] payload) {
		begin(type, (long) Long.BYTES + payload.length);
		putLong(id);
		put(payload);
	}

	void text(FrameType type, String text) {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		begin(type, body.length);
		put(body);
	}

	void failure(long id, String kind, String message, String detail) {
		byte[] first = kind.getBytes(StandardCharsets.UTF_8);
		byte[] second = message.getBytes(StandardCharsets.UTF_8);
		byte[] third = detail.getBytes(StandardCharsets.UTF_8);
		begin(FrameType.FAILURE, (long) Long.BYTES + 3 * Integer.BYTES + first.length + second.length + third.length);
		putLong(id);
		putText(first);
		putText(second);
		putText(third);
	}

	void entries(FrameType type, Map<String, String> entries) {
		long length = Integer.BYTES;
		for (Map.Entry<String, String> entry : entries.entrySet()) {
			length += 2L * Integer.BYTES + entry.getKey().getBytes(StandardCharsets.UTF_8).length
					+ entry.getValue().getBytes(StandardCharsets.UTF_8).length;
		}
		begin(type, length);
		putInt(entries.size());
		for (Map.Entry<String, String> entry : entries.entrySet()) {
			putText(entry.getKey().getBytes(StandardCharsets.UTF_8));
			putText(entry.getValue().getBytes(StandardCharsets.UTF_8));
		}
	}

	/**
	 * Write everything and begin anew. One write call; a buffer that had to grow beyond
	 * the usual is given back.
	 * @param out the stream
	 * @throws IOException if the stream refuses
	 */
	void writeTo(OutputStream out) throws IOException {
		out.write(this.bytes, 0, this.size);
		out.flush();
		this.size = 0;
		if (this.bytes.length > LARGE) {
			this.bytes = new byte[SMALL];
		}
	}

	private void begin(FrameType type, long bodyLength) {
		if (bodyLength >= Wire.MAX_LENGTH) {
			throw new IllegalArgumentException(type + " with a body of " + bodyLength
					+ " bytes is too long for the control channel, which carries " + (Wire.MAX_LENGTH - 1));
		}
		reserve(Integer.BYTES + 1 + (int) bodyLength);
		putInt(1 + (int) bodyLength);
		this.bytes[this.size++] = (byte) type.code();
	}

	private void reserve(int length) {
		int needed = Math.addExact(this.size, length);
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, 2 * this.bytes.length));
		}
	}

	private void putInt(int value) {
		Wire.writeInt(this.bytes, this.size, value);
		this.size += Integer.BYTES;
	}

	private void putLong(long value) {
		putInt((int) (value >>> 32));
		putInt((int) value);
	}

	private void putText(byte[] text) {
		putInt(text.length);
		put(text);
	}

	private void put(byte[] source) {
		System.arraycopy(source, 0, this.bytes, this.size, source.length);
		this.size += source.length;
	}

}
