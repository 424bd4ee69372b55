package dev.processkit.integration;

import org.jspecify.annotations.Nullable;

/**
 * One JSON value at a time (RFC 8259), with or without white space between. Objects,
 * arrays, strings and literals end by themselves; a number ends with white space, the
 * next value, or the half-close.
 */
final class JsonDecoder implements FrameDecoder {

	private final JsonScanner scanner = new JsonScanner();

	private final int maximum;

	private int scanned;

	JsonDecoder(int maximum) {
		this.maximum = maximum;
	}

	@Override
	public byte @Nullable [] next(Window in) throws MalformedMessageException {
		if (this.scanned == 0) {
			skipSpace(in);
		}
		int end = this.scanner.scan(in.bytes, in.start + this.scanned, in.end);
		int length = ((end >= 0) ? end : in.end) - in.start;
		if (length > this.maximum) {
			throw FrameDecoder.tooLong(this.maximum);
		}
		if (end < 0) {
			this.scanned = length;
			return null;
		}
		this.scanned = 0;
		return in.take(length, length);
	}

	@Override
	public byte @Nullable [] last(Window in) throws MalformedMessageException {
		if (in.length() == 0) {
			return null;
		}
		if (!this.scanner.endsHere()) {
			throw FrameDecoder.cutOff();
		}
		return in.take(in.length(), in.length());
	}

	private static void skipSpace(Window in) {
		while (in.start < in.end && JsonScanner.isSpace(in.bytes[in.start])) {
			in.start++;
		}
	}

}
