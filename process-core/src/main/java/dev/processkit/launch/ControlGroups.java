package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.processkit.ResourcePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The place in the tree of control groups (cgroup v2) where processes get groups of their
 * own: only where it was handed to the application. That is its own group, when
 * controllers are passed on from it already, or else the unit of systemd around it, when
 * it was delegated and nothing lives in it directly. Thread-safe.
 */
final class ControlGroups {

	private static final System.Logger LOGGER = System.getLogger(ControlGroups.class.getName());

	private static final String PREFIX = "processkit-";

	private static final String SUBTREE = "cgroup.subtree_control";

	private static final String UNIT = ".+\\.(service|scope)";

	/** In microseconds, what the kernel itself takes. */
	private static final long PERIOD = 100_000;

	private final Path base;

	private final List<String> controllers;

	private ControlGroups(Path base, List<String> controllers) throws IOException {
		this.base = base;
		this.controllers = controllers;
		removeEmpty();
	}

	static @Nullable ControlGroups find() {
		return find(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup"));
	}

	/**
	 * Look for a place.
	 * @param mount where the tree is mounted
	 * @param membership tells the group of the application
	 * @return the place; {@code null} if there is none
	 */
	static @Nullable ControlGroups find(Path mount, Path membership) {
		try {
			String own = Files.readAllLines(membership)
				.stream()
				.filter((line) -> line.startsWith("0::/"))
				.map((line) -> line.substring("0::/".length()))
				.findFirst()
				.orElse(null);
			if (own == null || Files.notExists(mount.resolve("cgroup.controllers"))) {
				return null;
			}
			Path group = mount.resolve(own);
			if (Files.isWritable(group) && !words(group, SUBTREE).isEmpty()) {
				return new ControlGroups(group, words(group, SUBTREE));
			}
			Path unit = group.getParent();
			if (unit != null && unit.startsWith(mount) && String.valueOf(unit.getFileName()).matches(UNIT)
					&& Files.isWritable(unit.resolve(SUBTREE)) && words(unit, "cgroup.procs").isEmpty()) {
				return passingOn(unit);
			}
			return null;
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "No control groups can be used", ex);
			return null;
		}
	}

	private static @Nullable ControlGroups passingOn(Path unit) throws IOException {
		List<String> wanted = words(unit, "cgroup.controllers").stream()
			.filter((controller) -> List.of("cpu", "memory").contains(controller))
			.toList();
		if (wanted.isEmpty()) {
			return null;
		}
		Files.writeString(unit.resolve(SUBTREE), "+" + String.join(" +", wanted));
		return new ControlGroups(unit, wanted);
	}

	private static List<String> words(Path group, String file) throws IOException {
		String text = Files.readString(group.resolve(file)).strip();
		return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
	}

	boolean limitsCpu() {
		return this.controllers.contains("cpu");
	}

	private boolean limitsMemory() {
		return this.controllers.contains("memory");
	}

	/**
	 * Make a group with limits.
	 * @param name its name
	 * @param policy the limits
	 * @return the group; {@code null} if it would limit nothing
	 * @throws IOException if it cannot be made
	 */
	@Nullable Path create(String name, ResourcePolicy policy) throws IOException {
		boolean cpu = policy.cpu() != null && limitsCpu();
		boolean memory = policy.memory() != null && limitsMemory();
		if (!cpu && !memory) {
			return null;
		}
		Path group = this.base.resolve(PREFIX + name);
		Files.createDirectories(group);
		if (policy.cpu() != null && cpu) {
			Files.writeString(group.resolve("cpu.max"), Math.round(policy.cpu() * PERIOD) + " " + PERIOD);
		}
		if (memory) {
			Files.writeString(group.resolve("memory.max"), String.valueOf(policy.memory()));
			Files.writeString(group.resolve("memory.oom.group"), "1");
		}
		return group;
	}

	/** Of earlier runs; the kernel keeps those in which something lives. */
	private void removeEmpty() throws IOException {
		try (DirectoryStream<Path> groups = Files.newDirectoryStream(this.base, PREFIX + "*")) {
			groups.forEach(ControlGroups::remove);
		}
	}

	/** What was launched into it has ended. */
	static void remove(Path group) {
		try {
			Files.deleteIfExists(group);
		}
		catch (IOException ex) {
			LOGGER.log(System.Logger.Level.DEBUG, "Something still lives in " + group, ex);
		}
	}

}
