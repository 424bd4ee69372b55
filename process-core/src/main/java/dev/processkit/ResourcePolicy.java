package dev.processkit;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a process may use of the machine. What is {@code null} it has as the application
 * has it. Limits on memory and processors count for the process and all that descends
 * from it; the others are inherited by what it starts.
 *
 * @param nice the niceness, -20 (first) to 19 (last)
 * @param cpus the processors it may run on, as {@code 0-1,3}
 * @param memory resident memory in bytes above which it is killed, and restarted by its
 * restart policy
 * @param memoryHigh resident memory in bytes above which it is replaced in order
 * @param cpu how many processors' time it gets at most; 0.5 for half of one
 * @param openFiles how many file descriptors it may have open, at least 64
 * @param coreSize the largest core dump in bytes; 0 for none
 * @param user the name of the user that it runs as; only for commands that do not speak
 * the control wire, since others need the files of the application
 * @param group the name of the group that it runs as; by default that of the user
 * @param umask the permissions that its new files do not get: four octal digits, as
 * {@code 0027}
 * @since 0.1
 */
public record ResourcePolicy(@Nullable Integer nice, @Nullable String cpus, @Nullable Long memory,
		@Nullable Long memoryHigh, @Nullable Double cpu, @Nullable Integer openFiles, @Nullable Long coreSize,
		@Nullable String user, @Nullable String group, @Nullable String umask) {

	/** As much as the application may. */
	public static final ResourcePolicy INHERITED = new ResourcePolicy(null, null, null, null, null, null, null, null,
			null, null);

	private static final Pattern CPUS = Pattern.compile("\\d{1,4}(-\\d{1,4})?(,\\d{1,4}(-\\d{1,4})?)*");

	private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

	private static final Pattern UMASK = Pattern.compile("0[0-7]{3}");

	/** A JVM that has fewer does not start. */
	private static final int FEWEST_FILES = 64;

	public ResourcePolicy {
		require(nice == null || (nice >= -20 && nice <= 19), "nice", nice, "is out of range",
				"Use -20 to 19; 10 gives way.");
		require(cpus == null || isCpuList(cpus), "cpus", cpus, "is no list of processors",
				"Use numbers and ascending ranges, as \"0-1,3\"; processors count from 0.");
		require(memory == null || memory > 0, "memory", memory, "is not positive",
				"Use a size such as 512MB, or leave it out.");
		require(memoryHigh == null || memoryHigh > 0, "memory-high", memoryHigh, "is not positive",
				"Use a size such as 400MB, or leave it out.");
		require(memory == null || memoryHigh == null || memoryHigh < memory, "memory-high", memoryHigh,
				"is not below 'memory', so that nothing would be replaced before it is killed",
				"Use less than 'memory', or leave one of them out.");
		require(cpu == null || (cpu >= 0.01 && cpu <= 4096), "cpu", cpu, "is no share of processors",
				"Use 50% for half of one processor, or 1.5 for one and a half.");
		require(openFiles == null || openFiles >= FEWEST_FILES, "open-files", openFiles, "is too few for a program",
				"Use " + FEWEST_FILES + " or more; 4096 is common.");
		require(coreSize == null || coreSize >= 0, "core-size", coreSize, "is negative",
				"Use 0 for no core dumps, or a size such as 1GB.");
		require(user == null || NAME.matcher(user).matches(), "user", user, "is no name of a user",
				"Use the name, not the number.");
		require(group == null || NAME.matcher(group).matches(), "group", group, "is no name of a group",
				"Use the name, not the number.");
		require(umask == null || UMASK.matcher(umask).matches(), "umask", umask,
				"is not four octal digits that begin with 0",
				"Use one such as \"0027\", in quotes: without them YAML reads it as another number.");
	}

	private static void require(boolean valid, String property, @Nullable Object value, String problem, String remedy) {
		if (!valid) {
			throw new InvalidDefinitionException(property, String.valueOf(value), problem, remedy);
		}
	}

	private static boolean isCpuList(String cpus) {
		if (!CPUS.matcher(cpus).matches()) {
			return false;
		}
		for (String range : cpus.split(",")) {
			String[] ends = range.split("-");
			if (Integer.parseInt(ends[0]) > Integer.parseInt(ends[ends.length - 1])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether somebody has to look how much memory it uses.
	 * @return {@code true} with a limit on memory, soft or hard
	 */
	public boolean limitsMemory() {
		return this.memory != null || this.memoryHigh != null;
	}

	/**
	 * Return a copy with other limits on memory.
	 * @param memory as {@link #memory()}
	 * @param memoryHigh as {@link #memoryHigh()}
	 * @return the copy
	 */
	public ResourcePolicy withMemory(@Nullable Long memory, @Nullable Long memoryHigh) {
		return new ResourcePolicy(this.nice, this.cpus, memory, memoryHigh, this.cpu, this.openFiles, this.coreSize,
				this.user, this.group, this.umask);
	}

}
