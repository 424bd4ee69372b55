package dev.processkit.integration;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares with looking at one byte at a time.
 */
class BytesTests {

	private static final byte[] TRICKY = { ' ', '!', '"', '#', '\\', '[', ']', '\n', 0x1f, 0, 1, 0x7f, -1, -128, 'a' };

	private final Random random = new Random(7);

	@Test
	void everyByteIsFoundAtEveryPlaceOfAWord() {
		for (int value = 0; value < 256; value++) {
			for (int place = 0; place < 20; place++) {
				byte[] bytes = new byte[20];
				Arrays.fill(bytes, (byte) 'x');
				bytes[place] = (byte) value;
				assertSame(bytes, 0, bytes.length);
			}
		}
	}

	@Test
	void neighboursDoNotHideEachOther() {
		for (int round = 0; round < 100_000; round++) {
			byte[] bytes = new byte[this.random.nextInt(40)];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = TRICKY[this.random.nextInt((round % 2 == 0) ? TRICKY.length : 6)];
			}
			int from = this.random.nextInt(bytes.length + 1);
			assertSame(bytes, from, from + this.random.nextInt(bytes.length - from + 1));
		}
	}

	private static void assertSame(byte[] bytes, int from, int to) {
		assertThat(Bytes.skipPlain(bytes, from, to)).as(() -> Arrays.toString(bytes))
			.isEqualTo(first(bytes, from, to, (value) -> value < ' ' || value == '"' || value == '\\'));
		assertThat(Bytes.skipAscii(bytes, from, to)).as(() -> Arrays.toString(bytes))
			.isEqualTo(first(bytes, from, to, (value) -> value < 0));
		int feed = first(bytes, from, to, (value) -> value == '\n');
		assertThat(Bytes.indexOf(bytes, from, to, (byte) '\n')).as(() -> Arrays.toString(bytes))
			.isEqualTo((feed < to) ? feed : -1);
	}

	private static int first(byte[] bytes, int from, int to, Wanted wanted) {
		int at = from;
		while (at < to && !wanted.is(bytes[at])) {
			at++;
		}
		return at;
	}

	@FunctionalInterface
	private interface Wanted {

		boolean is(byte value);

	}

}
