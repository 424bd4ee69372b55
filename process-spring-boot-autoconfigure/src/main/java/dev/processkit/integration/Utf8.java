package dev.processkit.integration;

/**
 * Checks a multi-byte character of UTF-8 byte by byte, by table 3-7 of the Unicode
 * standard: no overlong form, no surrogate, nothing above U+10FFFF. Confined to one
 * thread.
 */
final class Utf8 {

	private int missing;

	private int low = 0x80;

	private int high = 0xbf;

	/**
	 * Take the first byte of a character that is not ASCII.
	 * @param value the byte
	 * @return whether it can begin a character
	 */
	boolean begin(byte value) {
		int lead = value & 0xff;
		this.low = (lead == 0xe0) ? 0xa0 : (lead == 0xf0) ? 0x90 : 0x80;
		this.high = (lead == 0xed) ? 0x9f : (lead == 0xf4) ? 0x8f : 0xbf;
		this.missing = (lead >= 0xf0) ? 3 : (lead >= 0xe0) ? 2 : 1;
		return lead >= 0xc2 && lead <= 0xf4;
	}

	/**
	 * Take the next byte.
	 * @param value the byte
	 * @return whether it continues the character
	 */
	boolean next(byte value) {
		int trail = value & 0xff;
		boolean valid = trail >= this.low && trail <= this.high;
		this.low = 0x80;
		this.high = 0xbf;
		this.missing--;
		return valid;
	}

	boolean complete() {
		return this.missing == 0;
	}

	static boolean isValid(byte[] bytes) {
		Utf8 character = new Utf8();
		int at = Bytes.skipAscii(bytes, 0, bytes.length);
		while (at < bytes.length) {
			if (!character.begin(bytes[at++])) {
				return false;
			}
			while (!character.complete()) {
				if (at == bytes.length || !character.next(bytes[at++])) {
					return false;
				}
			}
			at = Bytes.skipAscii(bytes, at, bytes.length);
		}
		return true;
	}

}
