package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * How much memory processes may still take: what the machine has, or less if this process
 * lives in a control group with a limit, its own or one of a group around it.
 * Thread-safe.
 */
final class AvailableMemory {

	private static final Path PROC = Path.of("/proc");

	private static final Path CGROUP = Path.of("/sys/fs/cgroup");

	private final Path meminfo;

	private final Path cgroup;

	private final Path membership;

	AvailableMemory() {
		this(PROC.resolve("meminfo"), CGROUP, PROC.resolve("self/cgroup"));
	}

	AvailableMemory(Path meminfo, Path cgroup, Path membership) {
		this.meminfo = meminfo;
		this.cgroup = cgroup;
		this.membership = membership;
	}

	/**
	 * Look. Takes about 50 µs, and as much again for each group around the own one.
	 * @return the number of bytes, what the kernel can reclaim included;
	 * {@link Long#MAX_VALUE} where nothing tells
	 */
	long bytes() {
		long machine = entry(this.meminfo, "MemAvailable:").orElse(Long.MAX_VALUE >> 10) << 10;
		return Math.min(machine, Math.min(leftInGroups(), leftInLegacyGroups()));
	}

	private long leftInGroups() {
		return least(this.cgroup, path((fields) -> fields[0].equals("0")), GroupFiles.UNIFIED);
	}

	private long leftInLegacyGroups() {
		return least(this.cgroup.resolve("memory"), path((fields) -> List.of(fields[1].split(",")).contains("memory")),
				GroupFiles.LEGACY);
	}

	/** As the kernel writes it: {@code number:controllers:/path}. */
	private String path(Predicate<String[]> hierarchy) {
		return lines(this.membership).stream()
			.map((line) -> line.split(":", 3))
			.filter((fields) -> fields.length == 3 && fields[2].startsWith("/") && hierarchy.test(fields))
			.map((fields) -> fields[2].substring(1))
			.findFirst()
			.orElse("");
	}

	/**
	 * A limit holds for all below it. What is mounted may begin at the own group, as in
	 * most containers, whatever the path says.
	 */
	private static long least(Path mount, String path, GroupFiles files) {
		long least = Long.MAX_VALUE;
		Path own = mount.resolve(path).normalize();
		Path group = own.startsWith(mount) ? own : mount;
		while (group != null && group.startsWith(mount)) {
			least = Math.min(least, files.left(group));
			group = group.getParent();
		}
		return least;
	}

	private static OptionalLong entry(Path file, String name) {
		return lines(file).stream()
			.map((line) -> line.trim().split("\\s+"))
			.filter((words) -> words.length > 1 && words[0].equals(name))
			.flatMapToLong((words) -> number(words[1]).stream())
			.findFirst();
	}

	private static OptionalLong number(String text) {
		try {
			return OptionalLong.of(Long.parseLong(text));
		}
		catch (NumberFormatException ex) {
			// "max": no limit.
			return OptionalLong.empty();
		}
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			// Another platform, or another version of control groups: nothing is known.
			return List.of();
		}
	}

	/**
	 * What a version of control groups calls its files.
	 *
	 * @param limit the limit in bytes
	 * @param used what counts against it
	 * @param cache the part of that which can be had back, an entry of
	 * {@code memory.stat}
	 */
	private record GroupFiles(String limit, String used, String cache) {

		static final GroupFiles UNIFIED = new GroupFiles("memory.max", "memory.current", "inactive_file");

		static final GroupFiles LEGACY = new GroupFiles("memory.limit_in_bytes", "memory.usage_in_bytes",
				"total_inactive_file");

		long left(Path group) {
			OptionalLong limit = only(group.resolve(this.limit));
			OptionalLong used = only(group.resolve(this.used));
			if (limit.isEmpty() || used.isEmpty()) {
				return Long.MAX_VALUE;
			}
			long cache = entry(group.resolve("memory.stat"), this.cache).orElse(0);
			return Math.max(0, limit.getAsLong() - used.getAsLong() + cache);
		}

		private static OptionalLong only(Path file) {
			return lines(file).stream().flatMapToLong((line) -> number(line.strip()).stream()).findFirst();
		}

	}

}
