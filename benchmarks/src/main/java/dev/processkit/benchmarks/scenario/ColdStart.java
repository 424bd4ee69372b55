package dev.processkit.benchmarks.scenario;

import java.util.List;
import java.util.Map;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * From the order to start a lean worker until it is READY.
 *
 * @since 0.1
 */
public final class ColdStart implements Scenario {

	private static final int ROUNDS = 20;

	private static final String MILLIS = "millis";

	@Override
	public String name() {
		return "cold-start";
	}

	@Override
	public String aims() {
		return "lean worker to READY: ≤ 1.1 F without class archive, ≤ 0.85 F with it";
	}

	@Override
	public void run(Harness harness) throws Exception {
		try (Supervised bare = new Supervised(2);
				Supervised archived = Supervised.withArchive(2, harness.directory())) {
			measure(harness, bare, "no archive", 1.1);
			measure(harness, archived, "with archive", 0.85);
		}
	}

	private void measure(Harness harness, Supervised supervised, String how, double limit) throws Exception {
		supervised.add(Supervised.worker("lean", 1));
		try (PlainWorkers plain = new PlainWorkers(harness.children(), supervised.pids("lean").get(0))) {
			supervised.stop("lean");
			Contender ours = new Contender(Contender.OURS, () -> {
				double millis = supervised.startMillis("lean");
				supervised.stop("lean");
				return Map.of(MILLIS, millis);
			});
			var comparison = harness.compare("start to READY, " + how, ROUNDS,
					List.of(ours, HelloProgram.contender(harness, MILLIS), by(PlainWorkers.NAME, plain),
							by(PlainWorkers.PREFIXED, plain.prefixed()),
							by(PlainWorkers.WITHOUT_C2, plain.withoutC2())));
			harness.add(comparison.row(name(), MILLIS, "lean worker, start to READY, " + how, Unit.MILLIS,
					Aim.atMost(limit, HelloProgram.NAME)));
		}
	}

	private static Contender by(String name, PlainWorkers plain) {
		return new Contender(name, () -> {
			long start = System.nanoTime();
			try {
				plain.launch("plain-0");
				return Map.of(MILLIS, (System.nanoTime() - start) / 1e6);
			}
			finally {
				plain.end();
			}
		});
	}

}
