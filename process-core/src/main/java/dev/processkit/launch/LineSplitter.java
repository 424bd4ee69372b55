package dev.processkit.launch;

import java.nio.charset.StandardCharsets;

/**
 * Cuts bytes into lines. Holds at most one line, and of that no more than is wanted.
 * Lines end with LF or CRLF; invalid UTF-8 is replaced. Not thread-safe.
 */
final class LineSplitter {

	/** The longest line that is shown whole, in bytes. */
	static final int LIMIT = 16 * 1024;

	/** The longest line that is written to a file whole, in bytes. */
	static final int FILE_LIMIT = 1024 * 1024;

	private static final byte[] NOTHING = {};

	private final Target target;

	/** The beginning of a line whose end has not come yet; one byte of room for a CR. */
	private byte[] held = NOTHING;

	private int heldLength;

	/** All bytes of the unfinished line, those that were dropped included. */
	private long total;

	private boolean endsWithReturn;

	LineSplitter(Target target) {
		this.target = target;
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
		if (this.held.length > LIMIT + 1) {
			this.held = NOTHING;
		}
	}

	private void hold(byte[] buffer, int start, int length) {
		if (length == 0) {
			return;
		}
		int limit = this.target.wantsWhole() ? FILE_LIMIT : LIMIT;
		// Once something was dropped, what follows would be in its place.
		int kept = (this.total > this.heldLength) ? 0 : Math.max(0, Math.min(length, limit + 1 - this.heldLength));
		if (this.held.length < this.heldLength + kept) {
			byte[] larger = new byte[Math.min(limit + 1, Math.max(256, 2 * (this.heldLength + kept)))];
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
			String line = new String(buffer, start, (int) length, StandardCharsets.UTF_8);
			this.target.onLine(line, line);
			return;
		}
		String shown = cut(buffer, start, length, LIMIT);
		this.target.onLine(shown, this.target.wantsWhole() ? cut(buffer, start, length, FILE_LIMIT) : shown);
	}

	private String cut(byte[] buffer, int start, long length, int limit) {
		// Of a line that began before it was wanted whole, less was held.
		int there = (buffer == this.held) ? this.heldLength : (int) length;
		if (length <= there && length <= limit) {
			return new String(buffer, start, (int) length, StandardCharsets.UTF_8);
		}
		int cut = characterBoundary(buffer, start, Math.min(limit, there - 1));
		return new String(buffer, start, cut, StandardCharsets.UTF_8) + " … [" + (length - cut) + " more bytes]";
	}

	/**
	 * Step back from the limit to the start of a UTF-8 sequence, so that the cut itself
	 * makes no invalid character (RFC 3629: up to three continuation bytes, 10xxxxxx).
	 */
	private static int characterBoundary(byte[] buffer, int start, int limit) {
		for (int back = 0; back <= 3; back++) {
			if ((buffer[start + limit - back] & 0xC0) != 0x80) {
				return limit - back;
			}
		}
		return limit;
	}

	/**
	 * Takes lines.
	 */
	interface Target {

		/**
		 * Take a line.
		 * @param shown the line, cut where it is longer than {@value #LIMIT} bytes
		 * @param whole the same if it is shorter, or nobody wants it whole; otherwise the
		 * line, cut where it is longer than {@value #FILE_LIMIT} bytes
		 */
		void onLine(String shown, String whole);

		/**
		 * Whether long lines are wanted, which takes memory for one of them.
		 * @return may change from one call to the next
		 */
		boolean wantsWhole();

	}

}
