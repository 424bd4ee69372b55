package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineSplitterTests {

	private final List<String> lines = new ArrayList<>();

	private final LineSplitter splitter = new LineSplitter(this.lines::add);

	@Test
	void acceptSplitsAtLineFeedAndCarriageReturnLineFeed() {
		accept("one\ntwo\r\n\n\r\nthree\rfour\n");
		assertThat(this.lines).containsExactly("one", "two", "", "", "three\rfour");
	}

	@Test
	void acceptWhenLineComesInPiecesJoinsThem() {
		accept("on");
		accept("");
		accept("e\r");
		assertThat(this.lines).isEmpty();
		accept("\ntw");
		accept("o\n");
		assertThat(this.lines).containsExactly("one", "two");
	}

	@Test
	void finishDeliversHalfLineOnce() {
		accept("one\nhalf");
		this.splitter.finish();
		this.splitter.finish();
		assertThat(this.lines).containsExactly("one", "half");
	}

	@Test
	void finishWhenNothingIsLeftDeliversNothing() {
		accept("one\n");
		this.splitter.finish();
		assertThat(this.lines).containsExactly("one");
	}

	@Test
	void acceptWhenUtf8IsInvalidReplacesIt() {
		byte[] bytes = { 'a', (byte) 0xC3, '(', (byte) 0xFF, 'b', '\n' };
		this.splitter.accept(bytes, 0, bytes.length);
		assertThat(this.lines).containsExactly("a\uFFFD(\uFFFDb");
	}

	@Test
	void acceptWhenCharacterIsSplitBetweenReadsKeepsIt() {
		byte[] bytes = "grüße 🙂\n".getBytes(StandardCharsets.UTF_8);
		for (byte single : bytes) {
			this.splitter.accept(new byte[] { single }, 0, 1);
		}
		assertThat(this.lines).containsExactly("grüße 🙂");
	}

	@Test
	void acceptWhenLineHasExactlyTheLimitKeepsIt() {
		String line = "x".repeat(LineSplitter.LIMIT);
		accept(line + "\n" + line + "\r\n");
		accept(line);
		accept("\r");
		accept("\n");
		assertThat(this.lines).containsExactly(line, line, line);
	}

	@Test
	void acceptWhenLineIsLongerCutsIt() {
		String kept = "x".repeat(LineSplitter.LIMIT);
		accept(kept + "yyy\n");
		accept(kept);
		accept("yyy\r\nnext\n");
		assertThat(this.lines).containsExactly(kept + " … [3 more bytes]", kept + " … [3 more bytes]", "next");
	}

	@Test
	void acceptWhenLineIsHugeCountsWhatItDropped() {
		byte[] chunk = new byte[64 * 1024];
		java.util.Arrays.fill(chunk, (byte) 'x');
		for (int i = 0; i < 160; i++) {
			this.splitter.accept(chunk, 0, chunk.length);
		}
		accept("\n");
		assertThat(this.lines).containsExactly(
				"x".repeat(LineSplitter.LIMIT) + " … [" + (160L * 64 * 1024 - LineSplitter.LIMIT) + " more bytes]");
	}

	@Test
	void acceptWhenCutHitsCharacterCutsBeforeIt() {
		String kept = "x".repeat(LineSplitter.LIMIT - 1);
		accept(kept + "ü\n");
		assertThat(this.lines).containsExactly(kept + " … [2 more bytes]");
	}

	@Test
	void acceptGivesTheSameLinesForAnyPieces() {
		Random random = new Random(42);
		byte[] text = new byte[200_000];
		for (int i = 0; i < text.length; i++) {
			int dice = random.nextInt(40);
			text[i] = (byte) ((dice == 0) ? '\n' : (dice == 1) ? '\r' : 'a' + random.nextInt(26));
		}
		java.util.Arrays.fill(text, 50_000, 90_000, (byte) 'z');
		this.splitter.accept(text, 0, text.length);
		this.splitter.finish();
		List<String> pieces = new ArrayList<>();
		LineSplitter other = new LineSplitter(pieces::add);
		for (int start = 0; start < text.length;) {
			int length = Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 30_000), text.length - start);
			other.accept(text, start, length);
			start += length;
		}
		other.finish();
		assertThat(pieces).isEqualTo(this.lines).hasSizeGreaterThan(1000);
	}

	private void accept(String text) {
		byte[] padded = ("pad" + text + "pad").getBytes(StandardCharsets.UTF_8);
		this.splitter.accept(padded, 3, padded.length - 6);
	}

}
