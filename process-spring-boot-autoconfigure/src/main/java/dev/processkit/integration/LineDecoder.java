package dev.processkit.integration;

import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 that end with LF or CRLF. The last one may end with the half-close.
 */
final class LineDecoder implements FrameDecoder {

	private final int maximum;

	private int scanned;

	LineDecoder(int maximum) {
		this.maximum = maximum;
	}

	@Override
	public byte @Nullable [] next(Window in) throws MalformedMessageException {
		int end = Bytes.indexOf(in.bytes, in.start + this.scanned, in.end, (byte) '\n');
		if (end < 0) {
			this.scanned = in.length();
			lengthOfLine(in, in.end);
			return null;
		}
		this.scanned = 0;
		return line(in, end, 1);
	}

	@Override
	public byte @Nullable [] last(Window in) throws MalformedMessageException {
		return (in.length() > 0) ? line(in, in.end, 0) : null;
	}

	private byte[] line(Window in, int end, int terminator) throws MalformedMessageException {
		byte[] line = in.take(lengthOfLine(in, end), end - in.start + terminator);
		if (!Utf8.isValid(line)) {
			throw new MalformedMessageException("The line is not valid UTF-8");
		}
		return line;
	}

	private int lengthOfLine(Window in, int end) throws MalformedMessageException {
		int length = end - in.start;
		if (length > 0 && in.bytes[end - 1] == '\r') {
			length--;
		}
		if (length > this.maximum) {
			throw FrameDecoder.tooLong(this.maximum);
		}
		return length;
	}

}
