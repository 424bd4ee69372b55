package dev.processkit.ctl.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineReaderTests {

	@Test
	void readsLinesOfAnyLength() throws IOException {
		String longLine = "é".repeat(100_000);
		LineReader reader = reader("one\n\n" + longLine + "\nhalf");
		assertThat(next(reader)).isEqualTo("one");
		assertThat(reader.hasLine()).isTrue();
		assertThat(next(reader)).isEmpty();
		assertThat(reader.hasLine()).isFalse();
		assertThat(next(reader)).isEqualTo(longLine);
		assertThat(reader.next()).isNull();
	}

	private static String next(LineReader reader) throws IOException {
		byte[] line = reader.next();
		assertThat(line).isNotNull();
		return new String(line, StandardCharsets.UTF_8);
	}

	private static LineReader reader(String text) {
		return new LineReader(Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
	}

}
