package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much memory processes may still take: what the machine has, or less if this process
 * lives in a control group with a limit. Thread-safe.
 */
final class AvailableMemory {

	private static final Path PROC = Path.of("/proc");

	private static final Path CGROUP = Path.of("/sys/fs/cgroup");

	private final Path meminfo;

	private final Path cgroup;

	AvailableMemory() {
		this(PROC.resolve("meminfo"), CGROUP);
	}

	AvailableMemory(Path meminfo, Path cgroup) {
		this.meminfo = meminfo;
		this.cgroup = cgroup;
	}

	/**
	 * Look. Takes about 50 µs.
	 * @return the number of bytes, what the kernel can reclaim included;
	 * {@link Long#MAX_VALUE} where nothing tells
	 */
	long bytes() {
		return Math.min(kilobytes("MemAvailable:").orElse(Long.MAX_VALUE >> 10) << 10, leftInGroup());
	}

	private OptionalLong kilobytes(String name) {
		return entry(this.meminfo, name);
	}

	/** In a container the group's own files stand at the root of the mount. */
	private long leftInGroup() {
		OptionalLong limit = number("memory.max", "memory/memory.limit_in_bytes");
		OptionalLong used = number("memory.current", "memory/memory.usage_in_bytes");
		if (limit.isEmpty() || used.isEmpty()) {
			return Long.MAX_VALUE;
		}
		long cache = entry(this.cgroup.resolve("memory.stat"), "inactive_file")
			.orElse(entry(this.cgroup.resolve("memory/memory.stat"), "total_inactive_file").orElse(0));
		return Math.max(0, limit.getAsLong() - used.getAsLong() + cache);
	}

	private OptionalLong number(String unified, String legacy) {
		for (String name : new String[] { unified, legacy }) {
			try {
				return OptionalLong.of(Long.parseLong(Files.readString(this.cgroup.resolve(name)).strip()));
			}
			catch (IOException | NumberFormatException ex) {
				// Not there, or "max": no limit by this file.
			}
		}
		return OptionalLong.empty();
	}

	private static OptionalLong entry(Path file, String name) {
		try {
			return Files.readAllLines(file)
				.stream()
				.map((line) -> line.trim().split("\\s+"))
				.filter((words) -> words.length > 1 && words[0].equals(name))
				.mapToLong((words) -> Long.parseLong(words[1]))
				.findFirst();
		}
		catch (IOException | NumberFormatException ex) {
			// Another platform: nothing is known.
			return OptionalLong.empty();
		}
	}

}
