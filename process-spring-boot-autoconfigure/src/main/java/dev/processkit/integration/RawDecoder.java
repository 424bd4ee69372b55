package dev.processkit.integration;

import org.jspecify.annotations.Nullable;

/**
 * Everything up to the half-close is one message; a client that sends nothing has none.
 */
final class RawDecoder implements FrameDecoder {

	private final int maximum;

	RawDecoder(int maximum) {
		this.maximum = maximum;
	}

	@Override
	public byte @Nullable [] next(Window in) throws MalformedMessageException {
		if (in.length() > this.maximum) {
			throw FrameDecoder.tooLong(this.maximum);
		}
		return null;
	}

	@Override
	public byte @Nullable [] last(Window in) {
		return (in.length() > 0) ? in.take(in.length(), in.length()) : null;
	}

}
