package dev.processkit.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.host.Child;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.host.ProcFigures;
import dev.processkit.benchmarks.program.CommandsHost;
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

	private static final int IDLE_SECONDS = 30;

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
		harness.note(
				"A command is 'sleep'; its output is captured, as by default. Memory is what the application's own PSS "
						+ "has grown by after a collection. Idle CPU is that of all threads of the application.");
	}

	private void measure(Harness harness, int count) throws Exception {
		List<Double> start = new ArrayList<>();
		List<Double> idle = new ArrayList<>();
		List<Double> memory = new ArrayList<>();
		List<Double> stop = new ArrayList<>();
		for (int round = 0; round < harness.plan().pick(ROUNDS, 1); round++) {
			// One look at idling is enough: it takes half a minute.
			long millis = (round > 0) ? 1 : harness.plan().pick(IDLE_SECONDS * 1000L, 500L);
			String[] figures = run(harness, count, millis);
			start.add(Double.parseDouble(figures[0]));
			if (round == 0) {
				idle.add(Double.parseDouble(figures[1]) * IDLE_SECONDS * 1000 / millis);
			}
			memory.add(Double.parseDouble(figures[2]));
			stop.add(Double.parseDouble(figures[3]));
		}
		boolean most = count == 256;
		String commands = (count == 1) ? "1 command" : count + " commands";
		add(harness, commands + ": started", Unit.MILLIS, start, most, 1000);
		add(harness, commands + ": CPU of 30 idle seconds", Unit.MILLIS, idle, most, 10);
		add(harness, commands + ": own PSS per child", Unit.MEBIBYTES, memory, most, 0.1);
		add(harness, commands + ": stopped", Unit.MILLIS, stop, most, 500);
	}

	private static String[] run(Harness harness, int count, long idleMillis) throws Exception {
		List<String> program = Children.java(CommandsHost.class, Integer.toString(count), Long.toString(idleMillis),
				"sleep", "1000");
		try (Child host = harness.children().start(program)) {
			return host.await("result ").split(" ");
		}
	}

	private void add(Harness harness, String figure, Unit unit, List<Double> values, boolean judged, double limit) {
		harness.add(new Row(name(), figure, unit, new Series(Contender.OURS, values), List.of(),
				judged ? List.of(Aim.atMost(limit)) : List.of()));
	}

}
