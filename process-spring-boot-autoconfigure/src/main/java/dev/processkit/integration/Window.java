package dev.processkit.integration;

import java.util.Arrays;

/**
 * The bytes of a client that no message has taken yet: a part of an array that decoders
 * consume from the front. Confined to the event loop.
 */
final class Window {

	byte[] bytes;

	int start;

	int end;

	Window(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.start = start;
		this.end = end;
	}

	int length() {
		return this.end - this.start;
	}

	/**
	 * Copy the bytes at the front and move past them.
	 * @param length how many to copy
	 * @param consumed how many to move past, at least as many
	 * @return the copy
	 */
	byte[] take(int length, int consumed) {
		byte[] taken = Arrays.copyOfRange(this.bytes, this.start, this.start + length);
		this.start += consumed;
		return taken;
	}

}
