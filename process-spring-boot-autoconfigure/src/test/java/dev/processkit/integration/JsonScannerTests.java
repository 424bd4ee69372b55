package dev.processkit.integration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;

class JsonScannerTests {

	private static final String[] PARTS = { "{", "}", "[", "]", ",", ":", "\"a\"", "\"ü€😀\"", "\"\\u00e4\\n\"", "1",
			"-0.5", "1e9", "01", "true", "null", "fals", " ", "\n", "\"", "\\", "\u0001", "-", "." };

	private final JsonFactory jackson = new JsonFactory();

	/** Jackson is the judge: any mix of parts, complete or broken, mutated at random. */
	@Test
	void scanWhenRandomTextAgreesWithJackson() {
		Random random = new Random(7);
		int valid = 0;
		for (int i = 0; i < 200_000; i++) {
			byte[] text = (i % 2 == 0) ? parts(random) : mutated(random);
			boolean expected = isValid(text);
			assertThat(isOneValue(text)).as(new String(text, StandardCharsets.UTF_8)).isEqualTo(expected);
			valid += expected ? 1 : 0;
		}
		assertThat(valid).isBetween(10_000, 190_000);
	}

	private static byte[] parts(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(8); i >= 0; i--) {
			text.append(PARTS[random.nextInt(PARTS.length)]);
		}
		return text.toString().strip().getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] mutated(Random random) {
		byte[] text = "{\"a\":[1,2.5e-3,{\"b\":\"x\\\"ü€😀\"}],\"c\":{\"d\":null,\"e\":[true,false,[]]}}"
			.getBytes(StandardCharsets.UTF_8);
		if (random.nextBoolean()) {
			text[1 + random.nextInt(text.length - 1)] = (byte) random.nextInt(256);
		}
		return text;
	}

	private boolean isValid(byte[] text) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
		}
		catch (CharacterCodingException ex) {
			return false;
		}
		try (JsonParser parser = this.jackson.createParser(ObjectReadContext.empty(), text)) {
			int depth = 0;
			int values = 0;
			while (parser.nextToken() != null) {
				if (parser.currentToken().isStructStart()) {
					depth++;
				}
				else if (parser.currentToken().isStructEnd()) {
					depth--;
				}
				else if (parser.currentToken().isScalarValue()) {
					parser.getString();
				}
				values += (depth == 0) ? 1 : 0;
			}
			return depth == 0 && values == 1;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private static boolean isOneValue(byte[] text) {
		JsonDecoder decoder = new JsonDecoder(1000);
		Window window = new Window(text, 0, text.length);
		try {
			byte[] first = decoder.next(window);
			byte[] second = (first != null) ? decoder.next(window) : null;
			byte[] last = decoder.last(window);
			return second == null && (first != null ^ last != null);
		}
		catch (MalformedMessageException ex) {
			return false;
		}
	}

}
