package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.benchmarks.host.Pause;
import dev.processkit.benchmarks.host.ProcFigures;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.supervisor.HookSource;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;

/**
 * An application that keeps many commands: what they cost it.
 *
 * @since 0.1
 */
public final class CommandsHost {

	private static final int LIMIT_SECONDS = 60;

	private static final int SETTLE_MILLIS = 1500;

	private CommandsHost() {
	}

	/**
	 * Start, idle until a line comes, stop. It does not look at itself while it idles:
	 * looking at some hundred threads costs more than they do.
	 * @param args how many commands, and the command
	 * @throws Exception if that fails
	 */
	public static void main(String[] args) throws Exception {
		int count = Integer.parseInt(args[0]);
		List<String> command = List.of(args).subList(1, args.length);
		try (Supervisor supervisor = new Supervisor(count + 1, new JdkProcessLauncher(RuntimeDirectory.create(null)),
				List.of(), (instance, line) -> {
				}, RequestObserver.NONE, HookSource.NONE)) {
			// An application has started something before.
			supervisor.add(List.of(definition("first", command)), "to warm").get(LIMIT_SECONDS, TimeUnit.SECONDS);
			supervisor.stop("first", "warm").get(LIMIT_SECONDS, TimeUnit.SECONDS);
			measure(supervisor, count, command);
		}
	}

	private static void measure(Supervisor supervisor, int count, List<String> command) throws Exception {
		List<ProcessDefinition> definitions = IntStream.range(0, count)
			.mapToObj((i) -> definition("command-" + i, command))
			.toList();
		double before = settledPss();
		long start = System.nanoTime();
		supervisor.add(definitions, "to be measured").get(LIMIT_SECONDS, TimeUnit.SECONDS);
		long started = System.nanoTime();
		double own = (settledPss() - before) / count;
		System.out.printf(Locale.ROOT, "started %f %f%n", (started - start) / 1e6, own / (1 << 20));
		Serving.untilLine();
		long stop = System.nanoTime();
		supervisor.stopAll("measured").get(LIMIT_SECONDS, TimeUnit.SECONDS);
		System.out.printf(Locale.ROOT, "stopped %f%n", (System.nanoTime() - stop) / 1e6);
	}

	private static ProcessDefinition definition(String name, List<String> command) {
		return ProcessDefinition.of(name, new Program.Command(command));
	}

	private static double settledPss() throws IOException, InterruptedException {
		System.gc();
		Pause.of(Duration.ofMillis(SETTLE_MILLIS));
		return ProcFigures.pss(ProcessHandle.current().pid());
	}

}
