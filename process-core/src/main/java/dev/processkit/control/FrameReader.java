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

	private static final int SMALL = 8 << 10;

	/** What a pipe holds (pipe(7)): no read can bring more. */
	private static final int LARGE = 64 << 10;

	private final InputStream in;

	private final boolean fromWorker;

	private byte[] buffer = new byte[SMALL];

	private int start;

	private int end;

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
		makeRoom();
		int count = this.in.read(this.buffer, this.end, Math.min(this.buffer.length - this.end, LARGE));
		if (count < 0 && this.end > this.start) {
			throw bad("ended within a frame, after " + (this.end - this.start) + " bytes of it");
		}
		this.end += Math.max(count, 0);
		return count >= 0;
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
		int available = this.end - this.start - Integer.BYTES;
		if (available < 1) {
			return null;
		}
		int length = Wire.readInt(this.buffer, this.start);
		FrameType type = check(length, this.buffer[this.start + Integer.BYTES]);
		if (available < length) {
			return null;
		}
		int from = this.start + Integer.BYTES + 1;
		this.start = from + length - 1;
		if (!type.carriesId()) {
			return new Frame(type, 0, Arrays.copyOfRange(this.buffer, from, this.start));
		}
		long id = Wire.readLong(this.buffer, from);
		return new Frame(type, id, Arrays.copyOfRange(this.buffer, from + Long.BYTES, this.start));
	}

	private boolean greet() throws BadFrameException {
		int available = Math.min(this.end - this.start, Integer.BYTES);
		for (int i = 0; i < available; i++) {
			if (this.buffer[this.start + i] != (byte) (Wire.MAGIC >>> (24 - 8 * i))) {
				throw bad("begins with " + excerpt() + " instead of the magic PROC; does something print there?");
			}
		}
		if (this.end - this.start < Wire.PREAMBLE_LENGTH) {
			return false;
		}
		int version = Wire.readInt(this.buffer, this.start + Integer.BYTES);
		if (version != Wire.VERSION) {
			throw bad("speaks version " + version + " of the wire, this end version " + Wire.VERSION
					+ "; use the same version of the library at both ends");
		}
		this.start += Wire.PREAMBLE_LENGTH;
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

	private void makeRoom() {
		if (this.start == this.end) {
			boolean busy = this.end == this.buffer.length;
			if (this.buffer.length > LARGE || busy && this.buffer.length < LARGE) {
				this.buffer = new byte[LARGE];
			}
			this.start = 0;
			this.end = 0;
		}
		else if (this.end == this.buffer.length) {
			int size = this.end - this.start;
			byte[] target = (size > this.buffer.length / 2) ? new byte[this.buffer.length * 2] : this.buffer;
			System.arraycopy(this.buffer, this.start, target, 0, size);
			this.buffer = target;
			this.start = 0;
			this.end = size;
		}
	}

	private String excerpt() {
		int length = Math.min(this.end - this.start, 40);
		String text = new String(this.buffer, this.start, length, StandardCharsets.ISO_8859_1);
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
