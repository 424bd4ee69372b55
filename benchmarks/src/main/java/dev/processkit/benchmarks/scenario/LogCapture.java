package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.host.Child;
import dev.processkit.benchmarks.host.Children;
import dev.processkit.benchmarks.host.ProcFigures;
import dev.processkit.benchmarks.host.Tools;
import dev.processkit.benchmarks.load.WrongReplyException;
import dev.processkit.benchmarks.program.CaptureHost;
import dev.processkit.benchmarks.program.LineWriter;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * How fast the lines that a command prints are captured, and what that takes.
 *
 * @since 0.1
 */
public final class LogCapture implements Scenario {

	private static final int ROUNDS = 5;

	private static final int LINE = 100;

	private static final String SPEED = "speed";

	private static final String CPU = "cpu";

	private static final String MEMORY = "memory";

	@Override
	public String name() {
		return "log-capture";
	}

	@Override
	public String aims() {
		return "lines of a command: ≥ 200 MB/s";
	}

	@Override
	public void run(Harness harness) throws Exception {
		if (!ProcFigures.available() || Tools.onPath("cat").isEmpty()) {
			harness.note("Skipped: this machine lacks /proc or cat.");
			return;
		}
		Optional<List<String>> compiled = harness.tools().compiled("lines");
		List<String> writer = compiled.orElse(Children.java(LineWriter.class));
		if (compiled.isEmpty()) {
			harness.note("Without gcc the lines are printed by a JVM, whose start counts.");
		}
		List<String> host = new ArrayList<>(Children.java(CaptureHost.class, writer.toArray(String[]::new)));
		// A small heap: what does not fit must not be needed.
		host.add(host.indexOf("-cp"), "-Xmx64m");
		try (Child capture = harness.children().start(host)) {
			capture.await("ready");
			lines(harness, capture, writer, "bulk", harness.plan().pick(400, 20));
			file(harness, capture, harness.plan().pick(400, 20));
			lines(harness, capture, writer, "each", harness.plan().pick(100, 5));
		}
		harness.note(
				"Lines of 100 bytes. CPU is that of the reader, memory the largest resident set of the application, with a heap of 64 MB at most; 'cat' needs 1 or 2 MiB.");
	}

	private void lines(Harness harness, Child capture, List<String> writer, String mode, int mebibytes)
			throws Exception {
		Contender ours = new Contender(Contender.OURS, () -> ours(capture, mode, mebibytes, "logger"));
		Contender cat = new Contender("cat > /dev/null", () -> cat(harness, writer, mode, mebibytes));
		String what = mode.equals("bulk") ? "writes of 8 KB" : "a write a line";
		var comparison = harness.compare(what, ROUNDS, List.of(ours, cat));
		Aim[] aims = mode.equals("bulk") ? new Aim[] { Aim.atLeast(200) } : new Aim[0];
		harness.add(comparison.row(name(), SPEED, "lines captured, " + what, Unit.MEGABYTES_PER_SECOND, aims));
		harness.add(comparison.row(name(), CPU, "CPU per 100 MiB, " + what, Unit.MILLIS));
		harness.add(comparison.row(name(), MEMORY, "memory, " + what, Unit.MEBIBYTES));
	}

	private void file(Harness harness, Child capture, int mebibytes) throws Exception {
		Contender ours = new Contender(Contender.OURS, () -> ours(capture, "bulk", mebibytes, "file"));
		var comparison = harness.compare("into a file that rotates", ROUNDS, List.of(ours));
		harness.add(comparison.row(name(), SPEED, "lines into files of 50 MB", Unit.MEGABYTES_PER_SECOND,
				Aim.atLeast(200)));
		harness.add(comparison.row(name(), CPU, "CPU per 100 MiB, into files", Unit.MILLIS));
		harness.add(comparison.row(name(), MEMORY, "memory, into files", Unit.MEBIBYTES));
	}

	private static Map<String, Double> ours(Child capture, String mode, int mebibytes, String to) throws Exception {
		capture.send("run " + mebibytes + " " + mode + " " + to);
		String[] figures = capture.await("result ").split(" ");
		long expected = mebibytes * (1L << 20) / LINE;
		if (Long.parseLong(figures[2]) != expected) {
			throw new WrongReplyException(figures[2] + " lines of " + expected + " were captured");
		}
		return Map.of(SPEED, speed(mebibytes, Double.parseDouble(figures[0])), CPU,
				Double.parseDouble(figures[1]) / 1e6 * 100 / mebibytes, MEMORY,
				Double.parseDouble(figures[3]) / (1 << 20));
	}

	private static Map<String, Double> cat(Harness harness, List<String> writer, String mode, int mebibytes)
			throws Exception {
		List<String> command = new ArrayList<>(writer);
		command.addAll(List.of(Integer.toString(mebibytes), mode));
		Path errors = harness.directory().resolve("writer.err");
		double cpu = ProcFigures.childrenCpuMillis();
		long start = System.nanoTime();
		List<Process> both = harness.children().pipeline(command, errors, List.of("cat"));
		for (Process process : both) {
			process.waitFor();
			harness.children().end(process);
		}
		long nanos = System.nanoTime() - start;
		double millis = Math.max(0, ProcFigures.childrenCpuMillis() - cpu - writerMillis(errors));
		return Map.of(SPEED, speed(mebibytes, nanos), CPU, millis * 100 / mebibytes);
	}

	private static double writerMillis(Path errors) throws IOException {
		return Files.readAllLines(errors)
			.stream()
			.filter((line) -> line.startsWith("cpu "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(4)))
			.findFirst()
			.orElseThrow(() -> new IOException("the writer does not tell its CPU"));
	}

	private static double speed(int mebibytes, double nanos) {
		return mebibytes * (1 << 20) / 1e6 / (nanos / 1e9);
	}

}
