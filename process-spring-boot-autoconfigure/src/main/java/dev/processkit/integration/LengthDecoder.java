package dev.processkit.integration;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * Four bytes of big-endian length, then as many bytes. A length that is negative or too
 * large is refused before any of them is kept.
 */
final class LengthDecoder implements FrameDecoder {

	private final int maximum;

	LengthDecoder(int maximum) {
		this.maximum = maximum;
	}

	@Override
	public byte @Nullable [] next(Window in) throws MalformedMessageException {
		if (in.length() < Integer.BYTES) {
			return null;
		}
		int length = ByteBuffer.wrap(in.bytes).getInt(in.start);
		if (length < 0) {
			throw new MalformedMessageException("The message has the negative length " + length);
		}
		if (length > this.maximum) {
			throw FrameDecoder.tooLong(this.maximum);
		}
		if (in.length() - Integer.BYTES < length) {
			return null;
		}
		in.start += Integer.BYTES;
		return in.take(length, length);
	}

	@Override
	public byte @Nullable [] last(Window in) throws MalformedMessageException {
		if (in.length() > 0) {
			throw FrameDecoder.cutOff();
		}
		return null;
	}

}
