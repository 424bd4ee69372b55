package dev.processkit.control;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One frame that was read.
 *
 * @param type what it is
 * @param id the request it is about; 0 where the type has no id
 * @param body what follows the id, or the type; not copied
 * @since 0.1
 */
public record Frame(FrameType type, long id, byte[] body) {

	/**
	 * Read the body as one text.
	 * @return the text; bytes that are no UTF-8 are replaced
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Read the body of a CONFIGURE frame.
	 * @return the entries, in the order of the wire
	 * @throws BadFrameException if the body is no such map
	 */
	public Map<String, String> entries() throws BadFrameException {
		Fields fields = new Fields(this);
		int count = fields.number();
		Map<String, String> entries = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			entries.put(fields.text(), fields.text());
		}
		fields.end();
		return entries;
	}

	/**
	 * Read the body of a FAILURE frame.
	 * @return the failure
	 * @throws BadFrameException if the body does not hold two or three texts
	 */
	Failure failure() throws BadFrameException {
		Fields fields = new Fields(this);
		Failure failure = new Failure(fields.text(), fields.text(), fields.atEnd() ? "" : fields.text());
		fields.end();
		return failure;
	}

	/**
	 * Read the body of a CALL frame.
	 * @return the call
	 * @throws BadFrameException if the body is no such thing
	 */
	public WorkerCall call() throws BadFrameException {
		Fields fields = new Fields(this);
		String method = fields.text();
		int count = fields.number();
		Map<String, String> headers = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			headers.put(fields.text(), fields.text());
		}
		return new WorkerCall(method, headers, fields.rest());
	}

	/**
	 * The body of a FAILURE frame.
	 *
	 * @param kind the class name of an exception, or a word of the wire
	 * @param message what happened
	 * @param detail a stack trace; empty when there is none
	 */
	record Failure(String kind, String message, String detail) {

	}

	/**
	 * Reads the fields of a body one after the other.
	 */
	private static final class Fields {

		private final Frame frame;

		private int at;

		Fields(Frame frame) {
			this.frame = frame;
		}

		int number() throws BadFrameException {
			require(Integer.BYTES);
			int number = Wire.readInt(this.frame.body, this.at);
			this.at += Integer.BYTES;
			if (number < 0) {
				throw new BadFrameException(this.frame.type + " holds the negative length " + number);
			}
			return number;
		}

		String text() throws BadFrameException {
			int length = number();
			require(length);
			String text = new String(this.frame.body, this.at, length, StandardCharsets.UTF_8);
			this.at += length;
			return text;
		}

		boolean atEnd() {
			return this.at == this.frame.body.length;
		}

		byte[] rest() {
			return Arrays.copyOfRange(this.frame.body, this.at, this.frame.body.length);
		}

		void end() throws BadFrameException {
			int rest = this.frame.body.length - this.at;
			if (rest > 0) {
				throw new BadFrameException(this.frame.type + " has " + rest + " bytes too many");
			}
		}

		private void require(int length) throws BadFrameException {
			int rest = this.frame.body.length - this.at;
			if (length > rest) {
				throw new BadFrameException(
						this.frame.type + " ends too early: " + length + " more bytes announced, " + rest + " there");
			}
		}

	}

}
