package dev.processkit.supervisor;

import java.util.List;

import dev.processkit.InstanceId;
import dev.processkit.LogLine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTailTests {

	private static final InstanceId TALK = new InstanceId("talk", 0);

	@Test
	void linesAreNumberedFromOne() {
		assertThat(tail(3, 0, "one", "two").since(0))
			.isEqualTo(new OutputTail.Since(List.of(line(1, "one", 0), line(2, "two", 0)), 2, 0));
	}

	@Test
	void linesAfterANumberAreThoseBehindIt() {
		OutputTail tail = tail(3, 0, "one", "two", "three");
		assertThat(tail.since(2)).isEqualTo(new OutputTail.Since(List.of(line(3, "three", 0)), 3, 0));
		assertThat(tail.since(3)).isEqualTo(new OutputTail.Since(List.of(), 3, 0));
	}

	@Test
	void linesThatHaveLeftTheMemoryAreCounted() {
		OutputTail tail = tail(2, 0, "one", "two", "three", "four", "five");
		assertThat(tail.since(1))
			.isEqualTo(new OutputTail.Since(List.of(line(4, "four", 2), line(5, "five", 0)), 5, 2));
		assertThat(tail.since(3).missed()).isZero();
	}

	@Test
	void linesWhenNoneIsKeptAreOnlyCounted() {
		assertThat(tail(0, 0, "one", "two").since(0)).isEqualTo(new OutputTail.Since(List.of(), 2, 2));
	}

	@Test
	void numberThatIsStillToComeCountsAsNone() {
		assertThat(tail(3, 0, "one").since(4711)).isEqualTo(new OutputTail.Since(List.of(line(1, "one", 0)), 1, 0));
	}

	@Test
	void numbersThatWereUsedBeforeAreNoMissedLines() {
		OutputTail tail = tail(3, 100, "one");
		assertThat(tail.since(0)).isEqualTo(new OutputTail.Since(List.of(line(101, "one", 0)), 101, 0));
		assertThat(tail.since(100).lines()).hasSize(1);
	}

	private static OutputTail tail(int limit, long start, String... lines) {
		OutputTail tail = new OutputTail(TALK, limit, start);
		List.of(lines).forEach(tail::add);
		return tail;
	}

	private static LogLine line(long number, String text, long skipped) {
		return new LogLine(TALK, number, text, skipped);
	}

}
