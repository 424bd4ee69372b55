package dev.processkit.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.host.Child;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.host.Pause;
import dev.processkit.benchmarks.host.ProcFigures;
import dev.processkit.benchmarks.program.CommandsHost;
import dev.processkit.benchmarks.program.PipeChild;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Row;
import dev.processkit.benchmarks.report.Series;
import dev.processkit.benchmarks.report.Unit;

/**
 * What commands cost the application that keeps them, from one to 256: start, idling,
 * memory, stop.
 *
 * @since 0.1
 */
public final class ManyCommands implements Scenario {

	private static final Duration IDLE = Duration.ofSeconds(30);

	/** What has started is compiled and collected for some seconds. */
	private static final Duration SETTLE = Duration.ofSeconds(5);

	private static final String NOTHING = "a JVM that does nothing";

	private static final int ROUNDS = 3;

	@Override
	public String name() {
		return "many-commands";
	}

	@Override
	public String aims() {
		return "256 commands: started ≤ 1 s, idle ≤ 10 ms CPU in 30 s, ≤ 0.1 MiB each, stopped ≤ 0.5 s";
	}

	@Override
	public void run(Harness harness) throws Exception {
		if (!ProcFigures.available()) {
			harness.note("Skipped: this machine has no /proc.");
			return;
		}
		List<Integer> counts = harness.plan().pick(List.of(1, 8, 64, 256), List.of(8));
		for (int count : counts) {
			measure(harness, count);
		}
		harness
			.note("A command is 'sleep'; its output is captured, as by default. Memory is what the application's own PSS "
					+ "has grown by after a collection. Idle CPU is that of all threads of the application, from 5 s after "
					+ "the start; a JVM that has printed a line idles beside it.");
	}

	private void measure(Harness harness, int count) throws Exception {
		List<Double> start = new ArrayList<>();
		List<Double> memory = new ArrayList<>();
		List<Double> stop = new ArrayList<>();
		List<Series> idle = List.of();
		List<String> program = Children.java(CommandsHost.class, Integer.toString(count), "sleep", "1000");
		for (int round = 0; round < harness.plan().pick(ROUNDS, 1); round++) {
			try (Child host = harness.children().start(program)) {
				String[] figures = host.await("started ").split(" ");
				start.add(Double.parseDouble(figures[0]));
				memory.add(Double.parseDouble(figures[1]));
				// One look at idling is enough: it takes half a minute.
				idle = (round == 0) ? idle(harness, host) : idle;
				host.send("stop");
				stop.add(Double.parseDouble(host.await("stopped ")));
			}
		}
		boolean most = count == 256;
		String commands = (count == 1) ? "1 command" : count + " commands";
		add(harness, commands + ": started", Unit.MILLIS, ours(start), most, 1000);
		add(harness, commands + ": CPU of 30 idle seconds", Unit.MILLIS, idle, most, 10);
		add(harness, commands + ": own PSS per child", Unit.MEBIBYTES, ours(memory), most, 0.1);
		add(harness, commands + ": stopped", Unit.MILLIS, ours(stop), most, 500);
	}

	/** Looks from outside, at both in the same time. */
	private static List<Series> idle(Harness harness, Child host) throws Exception {
		Duration time = harness.plan().pick(IDLE, Duration.ofMillis(500));
		try (Child nothing = harness.children().start(Children.java(PipeChild.class))) {
			nothing.await("ready");
			Pause.of(harness.plan().pick(SETTLE, Duration.ofMillis(100)));
			Map<String, Long> ours = ProcFigures.cpuByThread(host.pid());
			Map<String, Long> its = ProcFigures.cpuByThread(nothing.pid());
			Pause.of(time);
			long spent = ProcFigures.spent(ours, ProcFigures.cpuByThread(host.pid()));
			long spentByNothing = ProcFigures.spent(its, ProcFigures.cpuByThread(nothing.pid()));
			double share = IDLE.toMillis() / (1e6 * time.toMillis());
			return List.of(new Series(Contender.OURS, List.of(spent * share)),
					new Series(NOTHING, List.of(spentByNothing * share)));
		}
	}

	private static List<Series> ours(List<Double> values) {
		return List.of(new Series(Contender.OURS, values));
	}

	private void add(Harness harness, String figure, Unit unit, List<Series> all, boolean judged, double limit) {
		harness.add(new Row(name(), figure, unit, all.get(0), all.subList(1, all.size()),
				judged ? List.of(Aim.atMost(limit)) : List.of()));
	}

}
