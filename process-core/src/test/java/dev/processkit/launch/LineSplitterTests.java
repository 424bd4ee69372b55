package dev.processkit.launch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineSplitterTests {

	private final Lines target = new Lines();

	private final List<String> lines = this.target.shown;

	private final LineSplitter splitter = new LineSplitter(this.target);

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
	void acceptWhenLongLineIsWantedPassesItWholeAndShowsItCut() {
		this.target.wanted = true;
		String line = "ü".repeat(40_000);
		accept(line + "\r\nnext\n");
		accept(line);
		accept("\n");
		String cut = "ü".repeat(LineSplitter.LIMIT / 2) + " … [" + (80_000 - LineSplitter.LIMIT) + " more bytes]";
		assertThat(this.lines).containsExactly(cut, "next", cut);
		assertThat(this.target.whole).containsExactly(line, "next", line);
	}

	@Test
	void acceptWhenWantedLineIsAboveTheLimitOfFilesCutsIt() {
		this.target.wanted = true;
		accept("x".repeat(LineSplitter.FILE_LIMIT) + "\n");
		for (int i = 0; i < 3; i++) {
			accept("x".repeat(LineSplitter.FILE_LIMIT / 2));
		}
		accept("\nnext\n");
		assertThat(this.target.whole).containsExactly("x".repeat(LineSplitter.FILE_LIMIT),
				"x".repeat(LineSplitter.FILE_LIMIT) + " … [" + LineSplitter.FILE_LIMIT / 2 + " more bytes]", "next");
	}

	@Test
	void acceptWhenLineIsWantedTooLateCutsItWhereItWasDropped() {
		accept("x".repeat(20_000));
		this.target.wanted = true;
		accept("y".repeat(20_000) + "\n");
		assertThat(this.target.whole)
			.containsExactly("x".repeat(LineSplitter.LIMIT) + " … [" + (40_000 - LineSplitter.LIMIT) + " more bytes]");
		assertThat(this.lines).isEqualTo(this.target.whole);
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
		this.target.wanted = true;
		this.splitter.accept(text, 0, text.length);
		this.splitter.finish();
		Lines other = pieces(text, random);
		assertThat(other.shown).isEqualTo(this.lines).hasSizeGreaterThan(1000);
		assertThat(other.whole).isEqualTo(this.target.whole);
	}

	private static Lines pieces(byte[] text, Random random) {
		Lines pieces = new Lines();
		pieces.wanted = true;
		LineSplitter other = new LineSplitter(pieces);
		for (int start = 0; start < text.length;) {
			int length = Math.min(1 + random.nextInt(random.nextBoolean() ? 3 : 30_000), text.length - start);
			other.accept(text, start, length);
			start += length;
		}
		other.finish();
		return pieces;
	}

	private void accept(String text) {
		byte[] padded = ("pad" + text + "pad").getBytes(StandardCharsets.UTF_8);
		this.splitter.accept(padded, 3, padded.length - 6);
	}

	private static final class Lines implements LineSplitter.Target {

		private final List<String> shown = new ArrayList<>();

		private final List<String> whole = new ArrayList<>();

		private boolean wanted;

		@Override
		public void onLine(String shown, String whole) {
			this.shown.add(shown);
			this.whole.add(whole);
		}

		@Override
		public boolean wantsWhole() {
			return this.wanted;
		}

	}

}
