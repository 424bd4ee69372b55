package dev.processkit.benchmarks.scenario;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * From kill -9 of a lean worker until its replacement is READY.
 *
 * @since 0.1
 */
public final class Replacement implements Scenario {

	private static final int ROUNDS = 20;

	private static final String MILLIS = "millis";

	@Override
	public String name() {
		return "replacement";
	}

	@Override
	public String aims() {
		return "kill -9 of a lean worker to READY: cold ≤ 1.1 F, from a spare ≤ 0.2 F";
	}

	@Override
	public void run(Harness harness) throws Exception {
		try (Supervised bare = new Supervised(2);
				Supervised archived = Supervised.withArchive(3, harness.directory())) {
			bare.add(Supervised.worker("lean", 1));
			archived.add(Supervised.worker("lean", 1));
			measure(harness, "cold, no archive", 1.1, () -> bare.killToReadyMillis("lean"));
			measure(harness, "cold, with archive", 1.1, () -> archived.killToReadyMillis("lean"));
			archived.keepSpares(1);
			measure(harness, "from a spare", 0.2, () -> {
				archived.awaitSpare();
				return archived.killToReadyMillis("lean");
			});
		}
	}

	private void measure(Harness harness, String how, double limit, Callable<Double> kill) throws Exception {
		Contender ours = new Contender(Contender.OURS, () -> Map.of(MILLIS, kill.call()));
		var comparison = harness.compare("kill -9 to READY, " + how, ROUNDS,
				List.of(ours, HelloProgram.contender(harness, MILLIS)));
		harness.add(comparison.row(name(), MILLIS, "lean worker, kill -9 to READY, " + how, Unit.MILLIS,
				Aim.atMost(limit, HelloProgram.NAME)));
	}

}
