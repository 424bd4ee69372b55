package dev.processkit.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.processkit.benchmarks.load.WrongReplyException;
import dev.processkit.benchmarks.report.Row;
import dev.processkit.benchmarks.report.Series;
import dev.processkit.benchmarks.report.Unit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RoundsTests {

	private final Rounds rounds = new Rounds(1, 3, new Random(1));

	private final List<String> turns = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	@Test
	void everybodyHasOneTurnInEachRound() throws Exception {
		this.rounds.run(List.of(contender("ours"), contender("floor"), contender("peer")), this.notes::add);
		assertThat(this.turns).hasSize(12);
		for (int round = 0; round < 4; round++) {
			assertThat(this.turns.subList(3 * round, 3 * round + 3)).containsExactlyInAnyOrder("ours", "floor", "peer");
		}
	}

	@Test
	void warmingDoesNotCount() throws Exception {
		Comparison comparison = this.rounds.run(List.of(contender("ours")), this.notes::add);
		assertThat(comparison.series("turn", "ours").values()).containsExactly(2.0, 3.0, 4.0);
	}

	@Test
	void referencesKeepTheirOrder() throws Exception {
		Comparison comparison = this.rounds.run(List.of(contender("floor"), contender("ours"), contender("peer")),
				this.notes::add);
		Row row = comparison.row("echo", "turn", "turns", Unit.MILLIS);
		assertThat(row.references()).extracting(Series::contender).containsExactly("floor", "peer");
	}

	@Test
	void peerThatFailsIsLeftOutWithANote() throws Exception {
		Contender peer = new Contender("peer", () -> {
			if (this.turns.size() > 4) {
				throw new IOException("no more");
			}
			return Map.of("turn", 1.0);
		});
		Comparison comparison = this.rounds.run(List.of(contender("ours"), contender("floor"), peer), this.notes::add);
		assertThat(comparison.row("echo", "turn", "turns", Unit.MILLIS).references()).extracting(Series::contender)
			.containsExactly("floor");
		assertThat(this.notes).singleElement().asString().contains("peer").contains("no more");
	}

	@Test
	void runEndsWhenOursFails() {
		Contender ours = new Contender(Contender.OURS, () -> {
			throw new IOException("broken");
		});
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.rounds.run(List.of(contender("floor"), ours), this.notes::add))
			.withMessage("broken");
	}

	@Test
	void runEndsWhenAnybodyAnswersWrongly() {
		Contender peer = new Contender("peer", () -> {
			throw new WrongReplyException("out of order");
		});
		assertThatExceptionOfType(WrongReplyException.class)
			.isThrownBy(() -> this.rounds.run(List.of(contender("ours"), peer), this.notes::add));
	}

	private Contender contender(String name) {
		return new Contender(name, () -> {
			this.turns.add(name);
			return Map.of("turn", (double) this.turns.stream().filter(name::equals).count());
		});
	}

}
