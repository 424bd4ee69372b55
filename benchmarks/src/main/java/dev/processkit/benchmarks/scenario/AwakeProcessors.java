package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.host.Tools;

/**
 * Keeps processors from sleeping while one message at a time goes to and fro. A processor
 * that sleeps between two messages, above all a virtual one, takes longer to wake than
 * any server to answer, and whether it sleeps is chance.
 */
final class AwakeProcessors {

	/** Has the lowest of all priorities; ends with the run, also when that is killed. */
	private static final String SPIN = "while kill -0 $PPID 2>/dev/null; do "
			+ "i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; done";

	private AwakeProcessors() {
	}

	static <T> T during(Harness harness, Callable<T> measurement) throws Exception {
		if (harness.plan().quick()) {
			// On a machine that is busy anyway, what has the lowest priority also takes
			// long to end.
			return measurement.call();
		}
		Optional<String> chrt = Tools.onPath("chrt");
		if (chrt.isEmpty()) {
			harness.note("Without chrt (util-linux) processors sleep between the messages of a round trip, and their "
					+ "waking is most of it.");
			return measurement.call();
		}
		List<Process> spinning = new ArrayList<>();
		try {
			for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
				spinning.add(spin(harness, chrt.get()));
			}
			return measurement.call();
		}
		finally {
			spinning.forEach(harness.children()::end);
		}
	}

	private static Process spin(Harness harness, String chrt) throws IOException {
		return harness.children().spawn(List.of(chrt, "--idle", "0", "sh", "-c", SPIN));
	}

}
