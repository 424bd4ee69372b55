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
	 * Read a variable of one process, as it was when its program began.
	 * @param pid the process
	 * @param variable the name of the variable
	 * @return the value; {@code null} if it has none, or that cannot be seen
	 */
	static synchronized @Nullable String of(long pid, String variable) {
		return value(pid, (variable + "=").getBytes(StandardCharsets.UTF_8));
	}

	private static @Nullable String value(long pid, byte[] key) {
		try (InputStream in = new FileInputStream("/proc/" + pid + "/environ")) {
			int length = in.read(buffer);
			while (length == buffer.length && length < LARGEST) {
				buffer = Arrays.copyOf(buffer, 2 * length);
				length += Math.max(0, in.read(buffer, length, length));
			}
			return value(buffer, length, key);
		}
		catch (IOException ex) {
			// Gone, or another user's: not ours either way.
			return null;
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
