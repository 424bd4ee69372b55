package dev.processkit.integration;

/**
 * The grammar of a JSON number (RFC 8259 section 6), a byte at a time.
 */
final class JsonNumber {

	private State state = State.ZERO;

	boolean begin(byte first) {
		this.state = (first == '-') ? State.MINUS : (first == '0') ? State.ZERO : State.INTEGER;
		return first == '-' || isDigit(first);
	}

	/**
	 * Take a byte if it continues the number.
	 * @param next the byte
	 * @return whether it does
	 */
	boolean take(byte next) {
		State after = isDigit(next) ? this.state.digit(next) : this.state.other(next);
		if (after == State.NONE) {
			return false;
		}
		this.state = after;
		return true;
	}

	boolean mayEnd() {
		return switch (this.state) {
			case ZERO, INTEGER, FRACTION, EXPONENT -> true;
			default -> false;
		};
	}

	private static boolean isDigit(byte value) {
		return value >= '0' && value <= '9';
	}

	private enum State {

		MINUS, ZERO, INTEGER, POINT, FRACTION, E, SIGN, EXPONENT, NONE;

		private State digit(byte next) {
			return switch (this) {
				case MINUS -> (next == '0') ? ZERO : INTEGER;
				case INTEGER -> INTEGER;
				case POINT, FRACTION -> FRACTION;
				case E, SIGN, EXPONENT -> EXPONENT;
				default -> NONE;
			};
		}

		private State other(byte next) {
			return switch (next) {
				case '.' -> (this == ZERO || this == INTEGER) ? POINT : NONE;
				case 'e', 'E' -> (this == ZERO || this == INTEGER || this == FRACTION) ? E : NONE;
				case '+', '-' -> (this == E) ? SIGN : NONE;
				default -> NONE;
			};
		}

	}

}
