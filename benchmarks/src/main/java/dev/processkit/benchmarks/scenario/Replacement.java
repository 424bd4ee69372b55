package dev.processkit.benchmarks.scenario;

import java.util.List;
import java.util.Map;

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
		try (Supervised supervised = new Supervised(1)) {
			supervised.add(Supervised.worker("lean", 1));
			Contender ours = new Contender(Contender.OURS, () -> Map.of(MILLIS, supervised.killToReadyMillis("lean")));
			var comparison = harness.compare("kill -9 to READY", ROUNDS,
					List.of(ours, HelloProgram.contender(harness, MILLIS)));
			harness.add(comparison.row(name(), MILLIS, "lean worker, kill -9 to READY, cold", Unit.MILLIS,
					Aim.atMost(1.1, HelloProgram.NAME)));
		}
		harness.note("From a spare: not measured, this build has none.");
	}

}
