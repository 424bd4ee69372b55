package dev.processkit.benchmarks.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What Linux knows of a process (proc(5)).
 *
 * @since 0.1
 */
public final class ProcFigures {

	/** What Linux tells programs, whatever its own clock does (times(2)). */
	private static final long TICKS = 100;

	private ProcFigures() {
	}

	/**
	 * Whether this platform has them.
	 * @return whether it has
	 */
	public static boolean available() {
		return Files.isReadable(Path.of("/proc/self/smaps_rollup"));
	}

	/**
	 * The memory of a process, what it shares with others divided among them.
	 * @param pid the process
	 * @return its proportional set size in bytes
	 * @throws IOException if it is gone
	 */
	public static double pss(long pid) throws IOException {
		return kilobytes(pid, "smaps_rollup", "Pss:");
	}

	/**
	 * The largest memory that a process has had.
	 * @param pid the process
	 * @return its largest resident set in bytes
	 * @throws IOException if it is gone
	 */
	public static double peak(long pid) throws IOException {
		return kilobytes(pid, "status", "VmHWM:");
	}

	/**
	 * The processor time of each living thread of a process, to be compared later. From
	 * the scheduler, which counts exactly; the clock ticks of {@code stat} are ten
	 * milliseconds each.
	 * @param pid the process
	 * @return nanoseconds by thread
	 * @throws IOException if it is gone
	 */
	public static Map<String, Long> cpuByThread(long pid) throws IOException {
		Map<String, Long> nanos = new HashMap<>();
		try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
			for (Path task : tasks) {
				nanos.put(task.getFileName().toString(), taskNanos(task));
			}
		}
		return nanos;
	}

	/**
	 * What threads have spent between two looks. One that has ended in between, and has
	 * taken its account with it, is left out.
	 * @param before the first look
	 * @param after the second one
	 * @return nanoseconds, never negative
	 */
	public static long spent(Map<String, Long> before, Map<String, Long> after) {
		long nanos = 0;
		for (Map.Entry<String, Long> thread : after.entrySet()) {
			nanos += Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
		}
		return nanos;
	}

	private static long taskNanos(Path task) throws IOException {
		try {
			return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
		}
		catch (IOException ex) {
			if (Files.exists(task)) {
				throw ex;
			}
			// A thread that ends meanwhile, even between opening and reading.
			return 0;
		}
	}

	/**
	 * The processor time of all children of this process that have ended and were waited
	 * for, in steps of a clock tick.
	 * @return milliseconds
	 * @throws IOException if the platform does not say
	 */
	public static long childrenCpuMillis() throws IOException {
		String stat = Files.readString(Path.of("/proc/self/stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 1000 / TICKS;
	}

	private static double kilobytes(long pid, String file, String key) throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), file))) {
			if (line.startsWith(key)) {
				return 1024.0 * Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
			}
		}
		throw new IOException("'" + file + "' of process " + pid + " has no '" + key + "'");
	}

}
