package dev.processkit.integration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.processkit.Framing;

/**
 * Both directions of a framing. Immutable, shared by all connections of an endpoint.
 *
 * @param framing how messages are told apart
 * @param maxMessageSize the longest message of a client, in bytes
 */
record FrameCodec(Framing framing, int maxMessageSize) {

	private static final byte[] LINE_END = { '\n' };

	FrameDecoder decoder() {
		return switch (this.framing) {
			case JSON -> new JsonDecoder(this.maxMessageSize);
			case LINE -> new LineDecoder(this.maxMessageSize);
			case LENGTH -> new LengthDecoder(this.maxMessageSize);
			case RAW -> new RawDecoder(this.maxMessageSize);
		};
	}

	/**
	 * Frame a reply. One that its framing cannot carry becomes an error reply, so that
	 * the client stays in step.
	 * @param reply the reply
	 * @param sink takes the bytes to send
	 */
	void encode(byte[] reply, Sink sink) {
		switch (this.framing) {
			case JSON -> encodeLine(reply, sink);
			case LINE -> encodeLine(spansLines(reply)
					? errorReply("The reply spans lines, which the framing 'line' cannot carry") : reply, sink);
			case LENGTH -> {
				sink.put(ByteBuffer.allocate(Integer.BYTES).putInt(reply.length).array());
				sink.put(reply);
			}
			case RAW -> sink.put(reply);
		}
	}

	/**
	 * The reply that tells a client what went wrong.
	 * @param message what went wrong
	 * @return a JSON object in UTF-8, on one line, not framed yet
	 */
	static byte[] errorReply(String message) {
		StringBuilder json = new StringBuilder("{\"status\":\"error\",\"message\":\"");
		message.chars().forEach((character) -> appendEscaped(json, (char) character));
		return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void appendEscaped(StringBuilder json, char character) {
		switch (character) {
			case '"', '\\' -> json.append('\\').append(character);
			case '\n' -> json.append("\\n");
			case '\r' -> json.append("\\r");
			case '\t' -> json.append("\\t");
			default -> {
				if (character < ' ') {
					json.append("\\u%04x".formatted((int) character));
				}
				else {
					json.append(character);
				}
			}
		}
	}

	private static void encodeLine(byte[] reply, Sink sink) {
		sink.put(reply);
		if (reply.length == 0 || reply[reply.length - 1] != '\n') {
			sink.put(LINE_END);
		}
	}

	private static boolean spansLines(byte[] reply) {
		int end = Bytes.indexOf(reply, 0, reply.length, (byte) '\n');
		return end >= 0 && end < reply.length - 1;
	}

	/**
	 * Takes bytes that are to be sent. They are copied.
	 */
	@FunctionalInterface
	interface Sink {

		void put(byte[] bytes);

	}

}
