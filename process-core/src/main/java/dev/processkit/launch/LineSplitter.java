package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines. Holds at most one line of {@value #LIMIT} bytes, whatever comes
 * in. Lines end with LF or CRLF; invalid UTF-8 is replaced. Not thread-safe.
 */
final class LineSplitter {

	/** The longest line that is passed on whole, in bytes. */
	static final int LIMIT = 16 * 1024;

	private static final byte[] NOTHING = {};

	private final Consumer<String> lines;

	/** The beginning of a line whose end has not come yet; one byte of room for a CR. */
	private byte[] held = NOTHING;

	private int heldLength;

	/** All bytes of the unfinished line, those that were dropped included. */
	private long total;

	private boolean endsWithReturn;

	LineSplitter(Consumer<String> lines) {
		this.lines = lines;
	}

	/**
	 * Take some bytes and pass on each line that they complete.
	 * @param buffer where the bytes are
	 * @param offset the first of them
	 * @param length how many
	 */
	void accept(byte[] buffer, int offset, int length) {
		int end = offset + length;
		int start = offset;
		for (int i = offset; i < end; i++) {
			if (buffer[i] == '\n') {
				complete(buffer, start, i - start);
				start = i + 1;
			}
		}
		hold(buffer, start, end - start);
	}

	/**
	 * Pass on what came after the last line end, if anything did.
	 */
	void finish() {
		if (this.total > 0) {
			complete(NOTHING, 0, 0);
		}
	}

	private void complete(byte[] buffer, int start, int length) {
		if (this.total == 0) {
			boolean carriageReturn = length > 0 && buffer[start + length - 1] == '\r';
			pass(buffer, start, carriageReturn ? length - 1 : length);
			return;
		}
		hold(buffer, start, length);
		pass(this.held, 0, this.endsWithReturn ? this.total - 1 : this.total);
		this.heldLength = 0;
		this.total = 0;
	}

	private void hold(byte[] buffer, int start, int length) {
		if (length == 0) {
			return;
		}
		int kept = Math.min(length, LIMIT + 1 - this.heldLength);
		if (this.held.length < this.heldLength + kept) {
			byte[] larger = new byte[Math.min(LIMIT + 1, Math.max(256, 2 * (this.heldLength + kept)))];
			System.arraycopy(this.held, 0, larger, 0, this.heldLength);
			this.held = larger;
		}
		System.arraycopy(buffer, start, this.held, this.heldLength, kept);
		this.heldLength += kept;
		this.total += length;
		this.endsWithReturn = buffer[start + length - 1] == '\r';
	}

	private void pass(byte[] buffer, int start, long length) {
		if (length <= LIMIT) {
			this.lines.accept(new String(buffer, start, (int) length, StandardCharsets.UTF_8));
			return;
		}
		int cut = characterBoundary(buffer, start);
		this.lines
			.accept(new String(buffer, start, cut, StandardCharsets.UTF_8) + " … [" + (length - cut) + " more bytes]");
	}

	/**
	 * Step back from the limit to the start of a UTF-8 sequence, so that the cut itself
	 * makes no invalid character (RFC 3629: up to three continuation bytes, 10xxxxxx).
	 */
	private static int characterBoundary(byte[] buffer, int start) {
		for (int back = 0; back <= 3; back++) {
			if ((buffer[start + LIMIT - back] & 0xC0) != 0x80) {
				return LIMIT - back;
			}
		}
		return LIMIT;
	}

}
