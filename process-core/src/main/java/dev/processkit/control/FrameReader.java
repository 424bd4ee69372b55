package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads one direction of the control wire: {@link #fill()} makes one system call,
 * {@link #next()} then takes the frames that it brought. Memory grows with the bytes that
 * came, not with what a length field announces. For one thread.
 *
 * @since 0.1
 */
public final class FrameReader {

	private final InputStream in;

	private final boolean fromWorker;

	private final ReadBuffer buffer = new ReadBuffer();

	private boolean greeted;

	private FrameReader(InputStream in, boolean fromWorker) {
		this.in = in;
		this.fromWorker = fromWorker;
	}

	/**
	 * Read what a worker sends.
	 * @param in the stream; need not be buffered
	 * @return the reader
	 */
	public static FrameReader fromWorker(InputStream in) {
		return new FrameReader(in, true);
	}

	/**
	 * Read what the application sends.
	 * @param in the stream; need not be buffered
	 * @return the reader
	 */
	public static FrameReader fromApplication(InputStream in) {
		return new FrameReader(in, false);
	}

	/**
	 * Wait for bytes.
	 * @return {@code false} at the end of the stream
	 * @throws BadFrameException if the stream ends within a frame
	 * @throws IOException if the stream cannot be read
	 */
	public boolean fill() throws IOException {
		boolean filled = this.buffer.fill(this.in);
		if (!filled && this.buffer.size() > 0) {
			throw bad("ended within a frame, after " + this.buffer.size() + " bytes of it");
		}
		return filled;
	}

	/**
	 * Take a frame that is there already. Does not block.
	 * @return the frame; {@code null} when {@link #fill()} has to bring more bytes
	 * @throws BadFrameException if the bytes are no frame that this direction may carry
	 */
	public @Nullable Frame next() throws BadFrameException {
		if (!this.greeted && !greet()) {
			return null;
		}
		int available = this.buffer.size() - Integer.BYTES;
		if (available < 1) {
			return null;
		}
		int length = Wire.readInt(this.buffer.bytes, this.buffer.start);
		FrameType type = check(length, this.buffer.bytes[this.buffer.start + Integer.BYTES]);
		if (available < length) {
			return null;
		}
		int from = this.buffer.start + Integer.BYTES + 1;
		this.buffer.start = from + length - 1;
		if (!type.carriesId()) {
			return new Frame(type, 0, Arrays.copyOfRange(this.buffer.bytes, from, this.buffer.start));
		}
		long id = Wire.readLong(this.buffer.bytes, from);
		return new Frame(type, id, Arrays.copyOfRange(this.buffer.bytes, from + Long.BYTES, this.buffer.start));
	}

	private boolean greet() throws BadFrameException {
		int available = Math.min(this.buffer.size(), Integer.BYTES);
		for (int i = 0; i < available; i++) {
			if (this.buffer.bytes[this.buffer.start + i] != (byte) (Wire.MAGIC >>> (24 - 8 * i))) {
				throw bad("begins with " + excerpt() + " instead of the magic PROC; does something print there?");
			}
		}
		if (this.buffer.size() < Wire.PREAMBLE_LENGTH) {
			return false;
		}
		int version = Wire.readInt(this.buffer.bytes, this.buffer.start + Integer.BYTES);
		if (version != Wire.VERSION) {
			throw bad("speaks version " + version + " of the wire, this end version " + Wire.VERSION
					+ "; use the same version of the library at both ends");
		}
		this.buffer.start += Wire.PREAMBLE_LENGTH;
		this.greeted = true;
		return true;
	}

	private FrameType check(int length, byte code) throws BadFrameException {
		if (length < 1 || length > Wire.MAX_LENGTH) {
			throw bad("carries a frame of length " + length + ", allowed are 1 to " + Wire.MAX_LENGTH);
		}
		FrameType type = FrameType.ofCode(code);
		if (type == null) {
			throw bad("carries a frame of the unknown type " + code);
		}
		if (type.isFromWorker() != this.fromWorker) {
			throw bad("carries " + type + ", which only the other end may send");
		}
		if (!type.allows(length - 1)) {
			throw bad("carries " + type + " with a body of " + (length - 1) + " bytes");
		}
		return type;
	}

	private String excerpt() {
		int length = Math.min(this.buffer.size(), 40);
		String text = new String(this.buffer.bytes, this.buffer.start, length, StandardCharsets.ISO_8859_1);
		StringBuilder printable = new StringBuilder("\"");
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			printable.append((c >= ' ' && c < 0x7F) ? c : '.');
		}
		return printable.append('"').toString();
	}

	private BadFrameException bad(String what) {
		return new BadFrameException("The stream from the " + (this.fromWorker ? "worker " : "application ") + what);
	}

}
