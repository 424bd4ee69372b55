package dev.processkit.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.processkit.Framing;

/**
 * The messages of a load: JSON texts of one size with a running number, in one framing.
 * What comes back must be what was sent. Not thread-safe.
 *
 * @since 0.1
 */
public final class Exchange {

	private static final int DIGITS = 10;

	private static final String HEAD = "{\"id\":\"";

	private static final String MIDDLE = "\",\"data\":\"";

	private static final String TAIL = "\"}";

	private final byte[] frame;

	private final int numberAt;

	/**
	 * Create the messages.
	 * @param framing how they are told apart
	 * @param size the bytes of a message, without what the framing adds
	 */
	public Exchange(Framing framing, int size) {
		int filling = size - HEAD.length() - DIGITS - MIDDLE.length() - TAIL.length();
		byte[] message = (HEAD + "0".repeat(DIGITS) + MIDDLE + "x".repeat(filling) + TAIL)
			.getBytes(StandardCharsets.US_ASCII);
		int header = (framing == Framing.LENGTH) ? Integer.BYTES : 0;
		int end = (framing == Framing.LINE || framing == Framing.JSON) ? 1 : 0;
		this.frame = new byte[header + size + end];
		this.numberAt = header + HEAD.length();
		System.arraycopy(message, 0, this.frame, header, size);
		if (header > 0) {
			this.frame[0] = (byte) (size >>> 24);
			this.frame[1] = (byte) (size >>> 16);
			this.frame[2] = (byte) (size >>> 8);
			this.frame[3] = (byte) size;
		}
		if (end > 0) {
			this.frame[header + size] = '\n';
		}
	}

	/**
	 * How long a framed message is.
	 * @return bytes
	 */
	public int length() {
		return this.frame.length;
	}

	/**
	 * The message of a number.
	 * @param number the number
	 * @return the framed message, valid until the next call
	 */
	public byte[] message(long number) {
		long rest = number;
		for (int i = this.numberAt + DIGITS - 1; i >= this.numberAt; i--) {
			this.frame[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		return this.frame;
	}

	/**
	 * Check a reply.
	 * @param bytes holds the framed reply
	 * @param at where it begins
	 * @param number the number that is due
	 * @throws WrongReplyException if it is anything else than the message of that number
	 */
	public void check(byte[] bytes, int at, long number) {
		byte[] due = message(number);
		if (!Arrays.equals(bytes, at, at + due.length, due, 0, due.length)) {
			throw new WrongReplyException("Instead of the reply to message %d there came: %s".formatted(number,
					new String(bytes, at, Math.min(due.length, 80), StandardCharsets.ISO_8859_1)));
		}
	}

}
