package dev.processkit.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import dev.processkit.benchmarks.load.WrongReplyException;

/**
 * Lets contenders take turns, round by round, each round in another order: whatever slows
 * the machine for a while slows all of them.
 *
 * @param warmups rounds that do not count, first
 * @param counted rounds that count, at least 1
 * @param random shuffles the order
 * @since 0.1
 */
public record Rounds(int warmups, int counted, Random random) {

	/**
	 * Run all rounds. Blocks.
	 * @param contenders who takes part
	 * @param notes hears of floors and peers that fail and so are left out
	 * @return what they did
	 * @throws Exception when ours fails, or anybody answers wrongly
	 */
	public Comparison run(List<Contender> contenders, Consumer<String> notes) throws Exception {
		Comparison comparison = new Comparison(contenders.stream().map(Contender::name).toList());
		List<Contender> order = new ArrayList<>(contenders);
		for (int round = -this.warmups; round < this.counted; round++) {
			Collections.shuffle(order, this.random);
			for (Contender contender : List.copyOf(order)) {
				try {
					var figures = contender.turn().take();
					if (round >= 0) {
						comparison.add(contender.name(), figures);
					}
				}
				catch (WrongReplyException ex) {
					throw ex;
				}
				catch (Exception ex) {
					if (ex instanceof InterruptedException || contender.name().equals(Contender.OURS)) {
						throw ex;
					}
					order.remove(contender);
					comparison.remove(contender.name());
					notes.accept("'%s' failed and was left out: %s".formatted(contender.name(), ex.getMessage()));
				}
			}
		}
		return comparison;
	}

}
