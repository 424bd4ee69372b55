package dev.processkit.integration;

import java.util.BitSet;

/**
 * Checks JSON text as it arrives (RFC 8259: structure, numbers, literals, escapes, UTF-8)
 * and finds where a value ends. Keeps a state and one bit for each level of nesting, and
 * looks at each byte once. Confined to the event loop.
 */
final class JsonScanner {

	/** The deepest nesting that is taken; RFC 8259 section 9 allows a limit. */
	static final int MAX_DEPTH = 512;

	private final BitSet objects = new BitSet();

	private final JsonNumber number = new JsonNumber();

	private final JsonString string = new JsonString();

	private State state = State.VALUE;

	private int depth;

	private String literal = "";

	private int matched;

	private boolean key;

	private boolean complete;

	/**
	 * Look at more of a value.
	 * @param bytes the bytes
	 * @param from the index of the first that was not looked at yet
	 * @param to the index after the last
	 * @return the index after the value, when the scanner stands at the start of the next
	 * one; -1 when the value goes on
	 * @throws MalformedMessageException if it can never become a value
	 */
	int scan(byte[] bytes, int from, int to) throws MalformedMessageException {
		int at = from;
		while (at < to) {
			at = switch (this.state) {
				case STRING -> string(bytes, at, to);
				case NUMBER -> number(bytes, at, to);
				case LITERAL -> literal(bytes[at], at);
				default -> structure(bytes[at], at);
			};
			if (this.complete) {
				this.complete = false;
				return at;
			}
		}
		return -1;
	}

	/**
	 * Whether the text may end here, which only a number on the top level can.
	 * @return whether all that was looked at is one value
	 */
	boolean endsHere() {
		return this.state == State.NUMBER && this.depth == 0 && this.number.mayEnd();
	}

	static boolean isSpace(byte value) {
		return value == ' ' || value == '\n' || value == '\r' || value == '\t';
	}

	private int string(byte[] bytes, int from, int to) throws MalformedMessageException {
		int end = this.string.scan(bytes, from, to);
		if (end < 0) {
			return to;
		}
		if (this.key) {
			this.key = false;
			this.state = State.COLON;
		}
		else {
			endValue();
		}
		return end;
	}

	private int number(byte[] bytes, int from, int to) throws MalformedMessageException {
		int at = from;
		while (at < to && this.number.take(bytes[at])) {
			at++;
		}
		if (at < to) {
			byte next = bytes[at];
			boolean delimited = isSpace(next) || ((this.depth == 0) ? next == '{' || next == '[' || next == '"'
					: next == ',' || next == '}' || next == ']');
			if (!this.number.mayEnd() || !delimited) {
				throw unexpected(next);
			}
			endValue();
		}
		return at;
	}

	private int literal(byte value, int at) throws MalformedMessageException {
		if (value != this.literal.charAt(this.matched++)) {
			throw unexpected(value);
		}
		if (this.matched == this.literal.length()) {
			endValue();
		}
		return at + 1;
	}

	private int structure(byte value, int at) throws MalformedMessageException {
		if (isSpace(value)) {
			return at + 1;
		}
		switch (this.state) {
			case FIRST_KEY -> keyOrEnd(value);
			case KEY -> key(value);
			case COLON -> colon(value);
			case FIRST_ELEMENT -> elementOrEnd(value);
			case NEXT -> next(value);
			default -> value(value);
		}
		return at + 1;
	}

	private void keyOrEnd(byte value) throws MalformedMessageException {
		if (value == '}') {
			leave();
		}
		else {
			key(value);
		}
	}

	private void key(byte value) throws MalformedMessageException {
		if (value != '"') {
			throw unexpected(value);
		}
		this.key = true;
		this.state = State.STRING;
	}

	private void colon(byte value) throws MalformedMessageException {
		if (value != ':') {
			throw unexpected(value);
		}
		this.state = State.VALUE;
	}

	private void elementOrEnd(byte value) throws MalformedMessageException {
		if (value == ']') {
			leave();
		}
		else {
			value(value);
		}
	}

	private void next(byte value) throws MalformedMessageException {
		boolean object = this.objects.get(this.depth);
		if (value == ',') {
			this.state = object ? State.KEY : State.VALUE;
		}
		else if (value == (object ? '}' : ']')) {
			leave();
		}
		else {
			throw unexpected(value);
		}
	}

	private void value(byte value) throws MalformedMessageException {
		switch (value) {
			case '{' -> enter(true);
			case '[' -> enter(false);
			case '"' -> this.state = State.STRING;
			case 't' -> begin("true");
			case 'f' -> begin("false");
			case 'n' -> begin("null");
			default -> {
				if (!this.number.begin(value)) {
					throw unexpected(value);
				}
				this.state = State.NUMBER;
			}
		}
	}

	private void begin(String literal) {
		this.literal = literal;
		this.matched = 1;
		this.state = State.LITERAL;
	}

	private void enter(boolean object) throws MalformedMessageException {
		if (++this.depth > MAX_DEPTH) {
			throw new MalformedMessageException("The JSON is nested deeper than " + MAX_DEPTH + " levels");
		}
		this.objects.set(this.depth, object);
		this.state = object ? State.FIRST_KEY : State.FIRST_ELEMENT;
	}

	private void leave() {
		this.depth--;
		endValue();
	}

	private void endValue() {
		this.complete = this.depth == 0;
		this.state = this.complete ? State.VALUE : State.NEXT;
	}

	static MalformedMessageException unexpected(byte value) {
		String what = (value > ' ' && value < 0x7f) ? "'" + (char) value + "'" : "byte 0x%02x".formatted(value);
		return new MalformedMessageException("The message is not valid JSON: unexpected " + what);
	}

	private enum State {

		VALUE, FIRST_KEY, KEY, COLON, FIRST_ELEMENT, NEXT, STRING, NUMBER, LITERAL

	}

}
