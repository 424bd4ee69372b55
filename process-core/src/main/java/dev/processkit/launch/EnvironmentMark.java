package dev.processkit.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Two environment variables that every child gets and its descendants inherit, so that
 * also those that left their parent, their group and their session can be told.
 */
final class EnvironmentMark {

	/** Holds the token of the run. */
	static final String RUN = "PROCESSKIT_RUN";

	/** Holds the token of the run, a slash and the instance. */
	static final String INSTANCE = "PROCESSKIT_INSTANCE";

	static final Set<String> BOTH = Set.of(RUN, INSTANCE);

	/** What systemd tells the application is for it alone: a child could speak for it. */
	static final Set<String> SERVICE_MANAGER = Set.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID");

	/** Longer environments are possible; the marks are looked for in this much. */
	private static final int LARGEST = 1 << 20;

	private static final int LOOKS = 1000;

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static byte[] buffer = new byte[16 * 1024];

	private EnvironmentMark() {
	}

	/**
	 * Find the living processes that carry a variable with one of some values. Takes
	 * about 10 µs for each process of the machine.
	 * @param variable the name of the variable
	 * @param values the values to look for
	 * @param except pids that need not be looked at
	 * @return the pids found, by value; empty where there is no {@code /proc}
	 */
	static synchronized Map<String, List<Long>> find(String variable, Collection<String> values, Set<Long> except) {
		byte[] key = (variable + "=").getBytes(StandardCharsets.UTF_8);
		Map<String, List<Long>> found = new HashMap<>();
		for (long pid : ProcessTable.pids()) {
			if (!except.contains(pid)) {
				String value = value(pid, key);
				if (value != null && values.contains(value)) {
					found.computeIfAbsent(value, (any) -> new ArrayList<>()).add(pid);
				}
			}
		}
		return found;
	}

	/**
	 * Read a variable of one process, as it was when its program began. One that is just
	 * about to begin shows no environment at all (execve(2) has taken the old one); that
	 * is waited for.
	 * @param pid the process
	 * @param variable the name of the variable
	 * @return the value; {@code null} if it has none, or that cannot be seen
	 */
	static @Nullable String of(long pid, String variable) {
		byte[] key = (variable + "=").getBytes(StandardCharsets.UTF_8);
		for (int look = 0; look < LOOKS; look++) {
			synchronized (EnvironmentMark.class) {
				int length = read(pid);
				if (length != 0) {
					return value(buffer, length, key);
				}
			}
			ProcessTable.Row row = ProcessTable.row(pid);
			if (row == null || row.zombie()) {
				return null;
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
		return null;
	}

	/**
	 * End all processes that carry a variable with a value.
	 * @param variable the name of the variable
	 * @param value the value
	 * @return whether none is left; what is, is stuck in the kernel
	 */
	static boolean killAll(String variable, String value) {
		for (int look = 0; look < LOOKS; look++) {
			List<Long> found = find(variable, Set.of(value), Set.of()).getOrDefault(value, List.of());
			if (found.isEmpty()) {
				return true;
			}
			found.forEach((pid) -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
			LockSupport.parkNanos(LOOK_NANOS);
		}
		return false;
	}

	private static @Nullable String value(long pid, byte[] key) {
		return value(buffer, read(pid), key);
	}

	/** How much of the environment is in the buffer; negative if it cannot be seen. */
	private static int read(long pid) {
		try (InputStream in = new FileInputStream("/proc/" + pid + "/environ")) {
			int length = Math.max(0, in.read(buffer));
			while (length == buffer.length && length < LARGEST) {
				buffer = Arrays.copyOf(buffer, 2 * length);
				length += Math.max(0, in.read(buffer, length, length));
			}
			return length;
		}
		catch (IOException ex) {
			// Gone, or another user's: not ours either way.
			return -1;
		}
	}

	/** Entries are separated by NUL (proc(5)); a key counts only at the start of one. */
	static @Nullable String value(byte[] environment, int length, byte[] key) {
		int start = 0;
		while (start + key.length <= length) {
			int end = start;
			while (end < length && environment[end] != 0) {
				end++;
			}
			if (end - start >= key.length
					&& Arrays.equals(environment, start, start + key.length, key, 0, key.length)) {
				return new String(environment, start + key.length, end - start - key.length, StandardCharsets.UTF_8);
			}
			start = end + 1;
		}
		return null;
	}

}
