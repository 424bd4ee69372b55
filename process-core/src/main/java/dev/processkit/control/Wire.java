package dev.processkit.control;

/**
 * The constants of the control wire; see {@code docs/control-wire.md}.
 */
final class Wire {

	/** The four bytes {@code PROC}. */
	static final int MAGIC = 0x50524F43;

	static final int VERSION = 1;

	static final int PREAMBLE_LENGTH = 2 * Integer.BYTES;

	/** The longest frame, type and body together, without the length itself. */
	static final int MAX_LENGTH = 16 << 20;

	/** The longest payload of a frame with an id. */
	static final int MAX_PAYLOAD = MAX_LENGTH - 1 - Long.BYTES;

	private Wire() {
	}

	static int readInt(byte[] bytes, int at) {
		return (bytes[at] & 0xFF) << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8
				| (bytes[at + 3] & 0xFF);
	}

	static long readLong(byte[] bytes, int at) {
		return (long) readInt(bytes, at) << 32 | readInt(bytes, at + 4) & 0xFFFFFFFFL;
	}

	static void writeInt(byte[] bytes, int at, int value) {
		bytes[at] = (byte) (value >>> 24);
		bytes[at + 1] = (byte) (value >>> 16);
		bytes[at + 2] = (byte) (value >>> 8);
		bytes[at + 3] = (byte) value;
	}

}
