package dev.processkit.benchmarks.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import dev.processkit.LogPolicy;
import dev.processkit.LogRotation;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.Program;
import dev.processkit.RestartPolicy;
import dev.processkit.benchmarks.host.ProcFigures;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.supervisor.HookSource;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;

/**
 * An application that captures the lines of a command. Takes lines
 * {@code run <MiB> <bulk|each> <logger|file>}.
 *
 * @since 0.1
 */
public final class CaptureHost {

	private static final int LIMIT_SECONDS = 80;

	private static final RestartPolicy ONCE = new RestartPolicy(RestartPolicy.Mode.NEVER,
			RestartPolicy.DEFAULT.backoff(), RestartPolicy.DEFAULT.resetAfter(), RestartPolicy.DEFAULT.intensity(),
			RestartPolicy.DEFAULT.expectedExitCodes(), RestartPolicy.GiveUp.FAIL_PROCESS);

	/** As by default, but that all is kept, and as it was, so that it can be counted. */
	private static final LogRotation ROTATION = new LogRotation(LogRotation.DEFAULT.maxSize(), Duration.ZERO, 100,
			false);

	private final LongAdder lines = new LongAdder();

	private final Semaphore exits = new Semaphore(0);

	private final List<String> writer;

	private int runs;

	private CaptureHost(List<String> writer) {
		this.writer = writer;
	}

	/**
	 * Capture.
	 * @param args the command that prints lines, without its two arguments
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		CaptureHost host = new CaptureHost(List.of(args));
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (Supervisor supervisor = new Supervisor(1, new JdkProcessLauncher(RuntimeDirectory.create(null)),
				List.of((event) -> {
					if (event instanceof ProcessEvent.Exited) {
						host.exits.release();
					}
				}), (instance, line) -> host.lines.increment(), RequestObserver.NONE, HookSource.NONE)) {
			System.out.println("ready");
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				String[] words = line.split(" ");
				System.out.println(host.capture(supervisor, words[1], words[2], words[3].equals("file")));
			}
		}
	}

	private String capture(Supervisor supervisor, String mebibytes, String mode, boolean toFile) throws Exception {
		Path logs = Files.createTempDirectory("processkit-capture-");
		try {
			LogPolicy log = toFile
					? new LogPolicy(LogPolicy.To.FILE, logs.resolve("lines.log"), 200, LogPolicy.Format.TEXT, ROTATION)
					: LogPolicy.DEFAULT;
			return capture(supervisor, mebibytes, mode, log, logs);
		}
		finally {
			for (Path file : filesIn(logs)) {
				Files.delete(file);
			}
			Files.delete(logs);
		}
	}

	private String capture(Supervisor supervisor, String mebibytes, String mode, LogPolicy log, Path logs)
			throws Exception {
		List<String> command = new ArrayList<>(this.writer);
		command.addAll(List.of(mebibytes, mode));
		ProcessDefinition definition = ProcessDefinition.of("lines-" + this.runs++, new Program.Command(command))
			.withPolicies((policies) -> policies.withRestart(ONCE).withLog(log));
		this.lines.reset();
		long cpu = cpuNanos();
		long start = System.nanoTime();
		supervisor.add(List.of(definition), "to be measured").get(LIMIT_SECONDS, TimeUnit.SECONDS);
		if (!this.exits.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
			throw new IOException("the writer does not end");
		}
		long nanos = System.nanoTime() - start;
		long cpuNanos = cpuNanos() - cpu;
		// Its processor time, on standard error, is a line of its own.
		long captured = ((log.to() == LogPolicy.To.FILE) ? linesIn(logs) : this.lines.sum()) - 1;
		return "result %d %d %d %.0f".formatted(nanos, cpuNanos, captured,
				ProcFigures.peak(ProcessHandle.current().pid()));
	}

	private static long linesIn(Path logs) throws IOException {
		long count = 0;
		for (Path file : filesIn(logs)) {
			try (Stream<String> lines = Files.lines(file)) {
				count += lines.count();
			}
		}
		return count;
	}

	private static List<Path> filesIn(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList();
		}
	}

	private static long cpuNanos() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
	}

}
