package dev.processkit.benchmarks.scenario;

import java.io.BufferedReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * From kill -9 of an external command until the main function of its replacement runs.
 *
 * @since 0.1
 */
public final class CommandRestart implements Scenario {

	private static final int ROUNDS = 60;

	private static final String MILLIS = "millis";

	@Override
	public String name() {
		return "command-restart";
	}

	@Override
	public String aims() {
		return "kill -9 of an external command to its new main: p50 ≤ 10 ms";
	}

	@Override
	public void run(Harness harness) throws Exception {
		Optional<List<String>> stamp = harness.tools().compiled("stamp");
		List<String> command = stamp.orElse(List.of("sh", "-c", "echo up; exec sleep 1000"));
		if (stamp.isEmpty()) {
			harness.note("Without gcc the command is a shell, and the arrival of its first line counts.");
		}
		try (Supervised supervised = new Supervised(1); BareLoop bare = new BareLoop(harness.children(), command)) {
			supervised.add(ProcessDefinition.of("stamp", new Program.Command(command))
				.withPolicies((policies) -> policies.withRestart(Supervised.AT_ONCE)));
			supervised.awaitLine("stamp");
			Contender ours = new Contender(Contender.OURS, () -> Map.of(MILLIS, supervised.killToLineMillis("stamp")));
			Contender loop = new Contender("bare loop", () -> Map.of(MILLIS, bare.killToLineMillis()));
			var comparison = harness.compare("kill -9 to new main", ROUNDS, List.of(ours, loop));
			harness.add(comparison.row(name(), MILLIS, "external command, kill -9 to new main, p50", Unit.MILLIS,
					Aim.atMost(10)));
		}
	}

	/** Spawns, waits, spawns again, as nobody could do it with less. */
	private static final class BareLoop implements AutoCloseable {

		private final Children children;

		private final List<String> command;

		private Process process;

		private BufferedReader output;

		BareLoop(Children children, List<String> command) throws Exception {
			this.children = children;
			this.command = command;
			this.process = children.spawn(command);
			this.output = this.process.inputReader();
			this.output.readLine();
		}

		double killToLineMillis() throws Exception {
			long start = System.nanoTime();
			this.children.end(this.process);
			this.process = this.children.spawn(this.command);
			this.output = this.process.inputReader();
			String line = this.output.readLine();
			return (Stamps.nanos(String.valueOf(line), System.nanoTime()) - start) / 1e6;
		}

		@Override
		public void close() {
			this.children.end(this.process);
		}

	}

}
