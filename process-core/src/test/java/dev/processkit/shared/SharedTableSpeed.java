package dev.processkit.shared;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Says how many operations a second each of some processes gets out of one row.
 */
final class SharedTableSpeed {

	private static final long ROUND = 2_000_000_000L;

	private static final int BATCH = 1000;

	private SharedTableSpeed() {
	}

	public static void main(String[] args) throws Exception {
		if (args.length > 1) {
			measure(SharedTable.open(Path.of(args[1])));
			return;
		}
		Path file = Objects
			.requireNonNullElse(SharedTables.memoryDirectory(), Path.of(System.getProperty("java.io.tmpdir")))
			.resolve("speed-" + ProcessHandle.current().pid());
		SharedTable.create(file, SharedSchema.of(SharedColumn.ofLong("hits"), SharedColumn.ofString("note", 32)), 1024);
		try {
			List<Process> processes = new ArrayList<>();
			for (int i = 0; i < Integer.parseInt(args[0]); i++) {
				processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-cp", System.getProperty("java.class.path"), SharedTableSpeed.class.getName(), args[0],
						file.toString())
					.inheritIO()
					.start());
			}
			for (Process process : processes) {
				process.waitFor();
			}
		}
		finally {
			Files.delete(file);
		}
	}

	private static void measure(SharedTable table) {
		Map<String, ?> values = Map.of("hits", 1, "note", "a text of some bytes");
		table.set("row", values);
		for (int round = 0; round < 2; round++) {
			double get = rate(() -> Objects.requireNonNull(table.get("row")));
			double increment = rate(() -> table.increment("row", "hits", 1));
			double set = rate(() -> table.set("row", values));
			if (round > 0) {
				System.out.printf("get %.2f, increment %.2f, set %.2f million a second%n", get, increment, set);
			}
		}
	}

	private static double rate(Runnable operation) {
		long begin = System.nanoTime();
		long done = 0;
		while (System.nanoTime() - begin < ROUND) {
			for (int i = 0; i < BATCH; i++) {
				operation.run();
			}
			done += BATCH;
		}
		return done * 1e3 / (System.nanoTime() - begin);
	}

}
