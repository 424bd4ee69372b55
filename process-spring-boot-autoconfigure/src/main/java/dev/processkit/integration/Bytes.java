package dev.processkit.integration;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches in arrays of bytes, eight at a time ("SIMD within a register").
 */
final class Bytes {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGHS = 0x8080808080808080L;

	private static final long BACKSLASHES = ONES * '\\';

	/**
	 * Swaps quote and space, so that quote and control characters are the lowest ones.
	 */
	private static final long SWAP = ONES * ('"' ^ ' ');

	private static final long LOWEST = ONES * (' ' + 1);

	private Bytes() {
	}

	/**
	 * Find a byte.
	 * @param bytes where to look
	 * @param from the first index
	 * @param to the index after the last
	 * @param wanted the byte
	 * @return its index, or -1
	 */
	static int indexOf(byte[] bytes, int from, int to, byte wanted) {
		long pattern = ONES * (wanted & 0xff);
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long found = zeros((long) LONG.get(bytes, at) ^ pattern);
			if (found != 0) {
				return at + (Long.numberOfTrailingZeros(found) >>> 3);
			}
		}
		for (; at < to; at++) {
			if (bytes[at] == wanted) {
				return at;
			}
		}
		return -1;
	}

	/**
	 * Skip the plain text of a JSON string: ASCII without quotes, backslashes and control
	 * characters.
	 * @param bytes where to look
	 * @param from the first index
	 * @param to the index after the last
	 * @return the index of the first byte that is none of these, or {@code to}
	 */
	static int skipPlain(byte[] bytes, int from, int to) {
		int at = from;
		for (; at <= to - Long.BYTES; at += Long.BYTES) {
			long word = (long) LONG.get(bytes, at);
			// A subtraction borrows where a byte is too low. A false positive of a higher
			// byte is harmless, since only the lowest hit counts and borrows travel
			// upwards.
			long special = (((word ^ SWAP) - LOWEST) | ((word ^ BACKSLASHES) - ONES) | word) & HIGHS;
			if (special != 0) {
				return at + (Long.numberOfTrailingZeros(special) >>> 3);
			}
		}
		while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
			at++;
		}
		return at;
	}

	/**
	 * Skip ASCII.
	 * @param bytes where to look
	 * @param from the first index
	 * @param to the index after the last
	 * @return the index of the first byte with its high bit set, or {@code to}
	 */
	static int skipAscii(byte[] bytes, int from, int to) {
		int at = from;
		while (at <= to - Long.BYTES && ((long) LONG.get(bytes, at) & HIGHS) == 0) {
			at += Long.BYTES;
		}
		while (at < to && bytes[at] >= 0) {
			at++;
		}
		return at;
	}

	private static long zeros(long word) {
		return (word - ONES) & ~word & HIGHS;
	}

}
