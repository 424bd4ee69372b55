package dev.processkit.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.processkit.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the machine as the operating system lists them: from {@code /proc} on
 * Linux (proc(5)), from {@link ProcessHandle} elsewhere.
 */
final class ProcessTable {

	static final boolean PROC = Files.isReadable(Path.of("/proc/self/stat"));

	/** From getauxval(3): AT_PAGESZ and AT_CLKTCK. */
	private static final long PAGE_SIZE = auxiliary(6, 4096);

	private static final long TICKS_PER_SECOND = auxiliary(17, 100);

	private static final Duration SAME_TIME = Duration.ofMillis(50);

	private static final Instant BOOT = PROC ? bootTime() : Instant.EPOCH;

	private ProcessTable() {
	}

	/**
	 * One line of the table.
	 *
	 * @param pid the process
	 * @param parent its parent's pid
	 * @param group its process group; 0 where unknown
	 * @param session its session; 0 where unknown
	 * @param startTicks as in {@link ProcessIdentity}
	 * @param state one letter, as proc(5) explains it; {@code S} where unknown
	 * @param cpuTicks its processor time in clock ticks; 0 where unknown
	 * @param residentPages its resident memory in pages; 0 where unknown
	 */
	record Row(long pid, long parent, long group, long session, long startTicks, char state, long cpuTicks,
			long residentPages) {

		static Row parse(String stat) {
			// The name may hold spaces and parentheses: what counts is the last one.
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
			return new Row(Long.parseLong(stat.substring(0, stat.indexOf(' '))), Long.parseLong(fields[1]),
					Long.parseLong(fields[2]), Long.parseLong(fields[3]), Long.parseLong(fields[19]),
					fields[0].charAt(0), Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
					Long.parseLong(fields[21]));
		}

		private static Row of(ProcessHandle handle) {
			return new Row(handle.pid(), handle.parent().map(ProcessHandle::pid).orElse(0L), 0, 0,
					startMillis(handle.info()), handle.isAlive() ? 'S' : 'X', 0, 0);
		}

		private static long startMillis(ProcessHandle.Info info) {
			return info.startInstant().map(Instant::toEpochMilli).orElse(0L);
		}

		boolean is(ProcessIdentity identity) {
			return this.pid == identity.pid() && this.startTicks == identity.startTicks() && !zombie();
		}

		/** Whether it has ended and only waits to be reaped. */
		boolean zombie() {
			return this.state == 'Z' || this.state == 'X';
		}

		/** Whether it runs, or waits for nothing but a processor. */
		boolean runnable() {
			return this.state == 'R';
		}

		long residentBytes() {
			return this.residentPages * PAGE_SIZE;
		}

	}

	/**
	 * All processes, zombies included.
	 * @return the rows, in no order
	 */
	static List<Row> rows() {
		if (!PROC) {
			return ProcessHandle.allProcesses().map(Row::of).toList();
		}
		List<Row> rows = new ArrayList<>();
		for (long pid : pids()) {
			Row row = row(pid);
			if (row != null) {
				rows.add(row);
			}
		}
		return rows;
	}

	/**
	 * The pids of all processes that {@code /proc} shows.
	 * @return the pids; empty where there is no {@code /proc}
	 */
	static long[] pids() {
		String @Nullable [] names = PROC ? new java.io.File("/proc").list() : null;
		if (names == null) {
			return new long[0];
		}
		return java.util.Arrays.stream(names)
			.filter((name) -> name.charAt(0) >= '1' && name.charAt(0) <= '9')
			.mapToLong(Long::parseLong)
			.toArray();
	}

	static @Nullable Row row(long pid) {
		if (!PROC) {
			return ProcessHandle.of(pid).map(Row::of).orElse(null);
		}
		return row(Long.toString(pid));
	}

	/**
	 * A process or a thread.
	 * @param place its directory below {@code /proc}
	 * @return the row; {@code null} when it is gone
	 */
	static @Nullable Row row(String place) {
		try (InputStream in = new FileInputStream("/proc/" + place + "/stat")) {
			byte[] bytes = new byte[1024];
			int length = in.read(bytes);
			return (length > 0) ? Row.parse(new String(bytes, 0, length, StandardCharsets.ISO_8859_1)) : null;
		}
		catch (IOException ex) {
			// Gone between listing and reading, the ordinary case of a moving table.
			return null;
		}
	}

	/**
	 * The identity of a pid.
	 * @param pid the process
	 * @return its identity; {@code null} when there is no such process
	 */
	static @Nullable ProcessIdentity identity(long pid) {
		Row row = row(pid);
		return (row != null) ? identity(row) : null;
	}

	static ProcessIdentity identity(Row row) {
		Instant startedAt = PROC ? BOOT.plusMillis(row.startTicks() * 1000 / TICKS_PER_SECOND)
				: Instant.ofEpochMilli(row.startTicks());
		return new ProcessIdentity(row.pid(), row.startTicks(), startedAt);
	}

	/**
	 * Whether a process still runs; one that only waits to be reaped does not.
	 * @param identity the process
	 * @return {@code false} when it is gone or its pid was reused
	 */
	static boolean isAlive(ProcessIdentity identity) {
		Row row = row(identity.pid());
		return row != null && row.is(identity);
	}

	static @Nullable ResourceUsage usage(ProcessIdentity identity) {
		Row row = row(identity.pid());
		if (row == null || !row.is(identity)) {
			return null;
		}
		if (PROC) {
			return new ResourceUsage(Duration.ofMillis(row.cpuTicks() * 1000 / TICKS_PER_SECOND), row.residentBytes());
		}
		Optional<ProcessHandle> handle = ProcessHandle.of(identity.pid());
		return new ResourceUsage(handle.flatMap((found) -> found.info().totalCpuDuration()).orElse(Duration.ZERO), -1);
	}

	private static Instant bootTime() {
		try {
			Instant before;
			Instant now;
			double seconds;
			do {
				before = Instant.now();
				String uptime = Files.readString(Path.of("/proc/uptime"));
				seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
				now = Instant.now();
			}
			while (before.plus(SAME_TIME).isBefore(now));
			return now.minusMillis(Math.round(seconds * 1000));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static long auxiliary(long key, long otherwise) {
		try {
			ByteBuffer vector = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
				.order(ByteOrder.nativeOrder());
			while (vector.remaining() >= 16) {
				long found = vector.getLong();
				long value = vector.getLong();
				if (found == key) {
					return value;
				}
			}
		}
		catch (IOException ex) {
			// Not Linux, or hidden: the value that nearly all machines have will do.
			return otherwise;
		}
		return otherwise;
	}

}
