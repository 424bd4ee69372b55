package dev.processkit.control;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadBuffer}.
 */
class ReadBufferTests {

	private static final int PIPE = 64 << 10;

	private final ReadBuffer buffer = new ReadBuffer();

	@Test
	void isSmallForWhoSaysLittle() throws IOException {
		InputStream in = new ByteArrayInputStream(new byte[100_000]);
		assertThat(this.buffer.fill(in)).isTrue();
		assertThat(this.buffer.size()).isEqualTo(8 << 10);
		this.buffer.start = this.buffer.end;
		for (int i = 0; i < 10; i++) {
			assertThat(this.buffer.fill(new ByteArrayInputStream(new byte[100]))).isTrue();
			this.buffer.start = this.buffer.end;
		}
		assertThat(this.buffer.bytes).hasSizeLessThanOrEqualTo(PIPE);
	}

	/** Messages never end where a read does: there is a rest in front of every read. */
	@ParameterizedTest
	@ValueSource(ints = { 113, 5_000, 16_397 })
	void readsMuchAtOnceWhereThereIsMuch(int message) throws IOException {
		int messages = (16 << 20) / message;
		InputStream in = new ByteArrayInputStream(new byte[messages * message]);
		int reads = 0;
		int taken = 0;
		while (this.buffer.fill(in)) {
			reads++;
			while (this.buffer.size() >= message) {
				this.buffer.start += message;
				taken++;
			}
		}
		assertThat(taken).isEqualTo(messages);
		assertThat(this.buffer.size()).isZero();
		assertThat(reads).isLessThan(2 * (16 << 20) / PIPE);
	}

	@Test
	void growsForWhatIsLongAndShrinksAfterwards() throws IOException {
		int length = 3 << 20;
		InputStream in = new ByteArrayInputStream(new byte[length]);
		while (this.buffer.size() < length) {
			assertThat(this.buffer.fill(in)).isTrue();
		}
		assertThat(this.buffer.fill(in)).isFalse();
		this.buffer.start = this.buffer.end;
		assertThat(this.buffer.fill(new ByteArrayInputStream(new byte[1]))).isTrue();
		assertThat(this.buffer.bytes).hasSize(PIPE);
	}

	@Test
	void keepsWhatWasNotTaken() throws IOException {
		byte[] numbers = new byte[300_000];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = (byte) (i % 251);
		}
		InputStream in = new ByteArrayInputStream(numbers);
		int taken = 0;
		while (this.buffer.fill(in)) {
			for (int left = this.buffer.size(); left > 7; left--) {
				assertThat(this.buffer.bytes[this.buffer.start++]).isEqualTo((byte) (taken++ % 251));
			}
		}
		assertThat(taken + this.buffer.size()).isEqualTo(numbers.length);
	}

}
