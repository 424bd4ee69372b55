package dev.processkit.benchmarks.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.processkit.benchmarks.Comparison;
import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.host.Child;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.load.LoadResult;
import dev.processkit.benchmarks.typed.OurCalls;
import dev.processkit.benchmarks.program.RawCalls;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * Calls of workers: one after the other, and many at once.
 *
 * @since 0.1
 */
public final class CallEcho implements Scenario {

	private static final int ROUNDS = 5;

	private static final String RAW = "raw pipe";

	private static final String BY_HAND = "ours without JSON";

	private static final String NODE = "Node child_process";

	private static final String PYTHON = "Python ProcessPoolExecutor";

	@Override
	public String name() {
		return "calls";
	}

	@Override
	public String aims() {
		return "typed calls: p50 ≤ 2 × a raw pipe's and below Node's; ≥ 20 × Python's and ≥ 2 × Node's calls/s";
	}

	@Override
	public void run(Harness harness) throws Exception {
		for (int workers : harness.plan().pick(List.of(1, 2), List.of(2))) {
			Map<String, Child> callers = new LinkedHashMap<>();
			try {
				start(harness, callers, workers);
				for (int size : harness.plan().pick(List.of(64, 16_384), List.of(64))) {
					calls(harness, callers, workers, size);
				}
			}
			finally {
				callers.values().forEach(Child::close);
			}
		}
		harness.note(
				"Each contender has a caller and its workers in processes of their own; a worker gives the text back. "
						+ "'%s' are calls through the dispatcher by hand, in bytes.".formatted(BY_HAND));
	}

	private static void start(Harness harness, Map<String, Child> callers, int workers) throws Exception {
		String count = Integer.toString(workers);
		Map<String, Optional<List<String>>> commands = new LinkedHashMap<>();
		commands.put(Contender.OURS, Optional.of(Children.java(OurCalls.class, count, "typed")));
		commands.put(BY_HAND, Optional.of(Children.java(OurCalls.class, count, "by-hand")));
		commands.put(RAW, Optional.of(Children.java(RawCalls.class, count)));
		commands.put(NODE, harness.tools().script("node", "calls.js", count));
		commands.put(PYTHON, harness.tools().script("python3", "calls.py", count));
		for (var command : commands.entrySet()) {
			if (command.getValue().isEmpty()) {
				harness.note(command.getKey() + " was skipped: this machine does not have it");
				continue;
			}
			Child caller = harness.children().start(command.getValue().get());
			callers.put(command.getKey(), caller);
			caller.await("ready");
		}
	}

	private void calls(Harness harness, Map<String, Child> callers, int workers, int size) throws Exception {
		String what = (workers == 1 ? "1 worker" : workers + " workers") + ", "
				+ ((size < 1024) ? size + " B" : size / 1024 + " KiB");
		Comparison one = AwakeProcessors.during(harness,
				() -> compare(harness, what + ", 1 in flight", callers, 1, size));
		harness.add(one.row(name(), LoadResult.P50, what + ": 1 in flight, p50", Unit.MICROS, Aim.atMost(2, RAW),
				Aim.atMost(1, NODE)));
		harness.add(one.row(name(), LoadResult.RATE, what + ": 1 in flight", Unit.PER_SECOND));
		Comparison many = compare(harness, what + ", 64 in flight", callers, 64, size);
		harness.add(many.row(name(), LoadResult.RATE, what + ": 64 in flight", Unit.PER_SECOND, Aim.atLeast(2, NODE),
				Aim.atLeast(20, PYTHON)));
		harness.add(many.row(name(), LoadResult.P99, what + ": 64 in flight, p99", Unit.MICROS));
	}

	private static Comparison compare(Harness harness, String what, Map<String, Child> callers, int inFlight, int size)
			throws Exception {
		List<Contender> contenders = new ArrayList<>();
		callers
			.forEach((name, caller) -> contenders.add(new Contender(name, new Turn(harness, caller, inFlight, size))));
		return harness.compare(what, ROUNDS, contenders);
	}

	/** The first turn, which does not count, warms for longer. */
	private static final class Turn implements Contender.Turn {

		private final Harness harness;

		private final Child caller;

		private final int inFlight;

		private final int size;

		private boolean warm;

		Turn(Harness harness, Child caller, int inFlight, int size) {
			this.harness = harness;
			this.caller = caller;
			this.inFlight = inFlight;
			this.size = size;
		}

		@Override
		public Map<String, Double> take() throws Exception {
			long millis = (this.warm ? this.harness.plan().turn() : this.harness.plan().warmup().multipliedBy(3))
				.toMillis();
			this.warm = true;
			this.caller.send("run %d %d %d".formatted(this.inFlight, this.size, millis));
			String[] figures = this.caller.await("result ").split(" ");
			return Map.of(LoadResult.RATE, Double.parseDouble(figures[0]) * 1e9 / Double.parseDouble(figures[1]),
					LoadResult.P50, Double.parseDouble(figures[2]) / 1e3, LoadResult.P99,
					Double.parseDouble(figures[3]) / 1e3);
		}

	}

}
