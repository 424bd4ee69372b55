package dev.processkit.benchmarks.program;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.processkit.Framing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameCutterTests {

	@ParameterizedTest
	@EnumSource(names = { "LINE", "JSON", "LENGTH" })
	void messagesAreFoundHoweverTheyArrive(Framing framing) {
		List<String> messages = List.of("one", "", "three".repeat(10_000), "four");
		ByteBuffer sent = ByteBuffer.allocate(100_000);
		FrameCutter cutter = new FrameCutter(framing);
		messages.forEach((message) -> cutter.frame(message.getBytes(StandardCharsets.UTF_8), sent));
		sent.flip();
		for (int step : new int[] { 1, 7, 4096, 100_000 }) {
			assertThat(cut(cutter, sent.duplicate(), step)).isEqualTo(messages);
		}
	}

	private static List<String> cut(FrameCutter cutter, ByteBuffer sent, int step) {
		List<String> found = new ArrayList<>();
		while (sent.hasRemaining()) {
			byte[] part = new byte[Math.min(step, sent.remaining())];
			sent.get(part);
			cutter.append(ByteBuffer.wrap(part));
			for (byte[] message = cutter.next(); message != null; message = cutter.next()) {
				found.add(new String(message, StandardCharsets.UTF_8));
			}
		}
		return found;
	}

}
