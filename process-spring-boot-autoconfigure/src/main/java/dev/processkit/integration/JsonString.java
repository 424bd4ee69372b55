package dev.processkit.integration;

/**
 * The inside of a JSON string (RFC 8259 section 7): escapes, no control characters, valid
 * UTF-8. Begins anew after each closing quote.
 */
final class JsonString {

	private final Utf8 character = new Utf8();

	private State state = State.PLAIN;

	private int hexDigits;

	/**
	 * Look at more of the string.
	 * @param bytes the bytes
	 * @param from the first index
	 * @param to the index after the last
	 * @return the index after the closing quote, or -1 when the string goes on
	 * @throws MalformedMessageException if it is no string
	 */
	int scan(byte[] bytes, int from, int to) throws MalformedMessageException {
		int at = from;
		while (true) {
			if (this.state == State.PLAIN) {
				at = Bytes.skipPlain(bytes, at, to);
			}
			if (at >= to) {
				return -1;
			}
			byte value = bytes[at++];
			if (this.state == State.PLAIN && value == '"') {
				return at;
			}
			take(value);
		}
	}

	private void take(byte value) throws MalformedMessageException {
		switch (this.state) {
			case PLAIN -> leavePlain(value);
			case ESCAPE -> escape(value);
			case HEX -> hex(value);
			case CHARACTER -> character(value);
		}
	}

	private void leavePlain(byte value) throws MalformedMessageException {
		if (value == '\\') {
			this.state = State.ESCAPE;
		}
		else if (value < 0 && this.character.begin(value)) {
			this.state = State.CHARACTER;
		}
		else {
			throw JsonScanner.unexpected(value);
		}
	}

	private void escape(byte value) throws MalformedMessageException {
		switch (value) {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> this.state = State.PLAIN;
			case 'u' -> {
				this.hexDigits = 0;
				this.state = State.HEX;
			}
			default -> throw JsonScanner.unexpected(value);
		}
	}

	private void hex(byte value) throws MalformedMessageException {
		if (value < 0 || Character.digit(value, 16) < 0) {
			throw JsonScanner.unexpected(value);
		}
		if (++this.hexDigits == 4) {
			this.state = State.PLAIN;
		}
	}

	private void character(byte value) throws MalformedMessageException {
		if (!this.character.next(value)) {
			throw JsonScanner.unexpected(value);
		}
		if (this.character.complete()) {
			this.state = State.PLAIN;
		}
	}

	private enum State {

		PLAIN, ESCAPE, HEX, CHARACTER

	}

}
