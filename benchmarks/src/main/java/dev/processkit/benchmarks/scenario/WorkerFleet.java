package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.host.Child;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.host.ProcFigures;
import dev.processkit.benchmarks.program.PipeChild;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * Many lean workers at once: until all are READY, and what each of them takes.
 *
 * @since 0.1
 */
public final class WorkerFleet implements Scenario {

	private static final int ROUNDS = 3;

	private static final int IN_FLIGHT = 2 * Runtime.getRuntime().availableProcessors();

	private static final String MILLIS = "millis";

	private static final String MEMORY = "memory";

	@Override
	public String name() {
		return "worker-fleet";
	}

	@Override
	public String aims() {
		return "32 lean workers: all READY within 1.15 × the same children by ProcessBuilder, ≤ 8.5 MB each";
	}

	@Override
	public void run(Harness harness) throws Exception {
		if (!ProcFigures.available()) {
			harness.note("Skipped: this machine has no /proc.");
			return;
		}
		int count = harness.plan().pick(32, 4);
		ExecutorService launchers = Executors.newFixedThreadPool(IN_FLIGHT);
		try (Supervised supervised = Supervised.withArchive(count + 1, harness.directory())) {
			supervised.add(Supervised.worker("lean", count));
			try (PlainWorkers plain = new PlainWorkers(harness.children(), supervised.pids("lean").get(0))) {
				supervised.stop("lean");
				Contender ours = new Contender(Contender.OURS, () -> {
					double millis = supervised.startMillis("lean");
					double memory = megabytesEach(supervised.pids("lean"));
					supervised.stop("lean");
					return Map.of(MILLIS, millis, MEMORY, memory);
				});
				Contender same = new Contender(PlainWorkers.NAME, () -> same(plain, count, launchers));
				Contender plainJvm = new Contender("plain JVM, ProcessBuilder",
						() -> plain(harness.children(), count, launchers));
				var comparison = harness.compare(count + " workers", ROUNDS, List.of(ours, same, plainJvm));
				harness.add(comparison.row(name(), MILLIS, count + " lean workers, all READY", Unit.MILLIS,
						Aim.atMost(1.15, PlainWorkers.NAME)));
				harness.add(comparison.row(name(), MEMORY, count + " lean workers, PSS each", Unit.MEGABYTES,
						Aim.atMost(8.5)));
			}
		}
		finally {
			launchers.shutdownNow();
		}
		harness.note("The plain children are launched " + IN_FLIGHT
				+ " at a time, as ours are. Ours and the same children have the class archive; a plain JVM has default options and does nothing but print a line.");
	}

	private static Map<String, Double> same(PlainWorkers plain, int count, ExecutorService launchers) throws Exception {
		try {
			double millis = millis(count, launchers, (number) -> {
				plain.launch("plain-" + number);
				return null;
			});
			return Map.of(MILLIS, millis, MEMORY, megabytesEach(plain.pids()));
		}
		finally {
			plain.end();
		}
	}

	private static Map<String, Double> plain(Children children, int count, ExecutorService launchers) throws Exception {
		List<Child> started = new ArrayList<>();
		try {
			double millis = millis(count, launchers, (number) -> {
				Child child = children.start(Children.java(PipeChild.class));
				synchronized (started) {
					started.add(child);
				}
				return child.await("ready");
			});
			return Map.of(MILLIS, millis, MEMORY, megabytesEach(started.stream().map(Child::pid).toList()));
		}
		finally {
			started.forEach(Child::close);
		}
	}

	private static double millis(int count, ExecutorService launchers, Launch launch) throws Exception {
		List<Callable<Object>> launches = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int number = i;
			launches.add(() -> String.valueOf(launch.number(number)));
		}
		long start = System.nanoTime();
		for (Future<Object> launched : launchers.invokeAll(launches)) {
			launched.get();
		}
		return (System.nanoTime() - start) / 1e6;
	}

	private static double megabytesEach(List<Long> pids) throws IOException {
		double bytes = 0;
		for (long pid : pids) {
			bytes += ProcFigures.pss(pid);
		}
		return bytes / pids.size() / 1e6;
	}

	@FunctionalInterface
	private interface Launch {

		@org.jspecify.annotations.Nullable
		Object number(int number) throws Exception;

	}

}
