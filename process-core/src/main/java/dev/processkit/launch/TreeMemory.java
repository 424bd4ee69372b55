package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.ProcessIdentity;

/**
 * How much memory processes use together with all that descends from them.
 *
 * @since 0.1
 */
public final class TreeMemory {

	private TreeMemory() {
	}

	/**
	 * Find the processes that use more than they may. Takes about 16 µs for each process
	 * of the machine. Memory that several share is divided among them; that is looked up
	 * only for those whose resident memory is above the limit, since it takes
	 * milliseconds.
	 * @param limits the limit of each process, in bytes
	 * @return what those above theirs use, in bytes; empty where there is no
	 * {@code /proc}
	 */
	public static Map<ProcessIdentity, Long> above(Map<ProcessIdentity, Long> limits) {
		Map<ProcessIdentity, Long> above = new HashMap<>();
		if (!ProcessTable.PROC) {
			return above;
		}
		Map<Long, ProcessTable.Row> table = new HashMap<>();
		ProcessTable.rows().forEach((row) -> table.put(row.pid(), row));
		Map<Long, List<ProcessTable.Row>> trees = new HashMap<>();
		for (ProcessIdentity leader : limits.keySet()) {
			ProcessTable.Row row = table.get(leader.pid());
			if (row != null && row.is(leader)) {
				trees.put(leader.pid(), new ArrayList<>());
			}
		}
		for (ProcessTable.Row row : table.values()) {
			List<ProcessTable.Row> tree = trees.get(leaderOf(row, table, trees));
			if (tree != null && !row.zombie()) {
				tree.add(row);
			}
		}
		limits.forEach((leader, limit) -> {
			List<ProcessTable.Row> tree = trees.getOrDefault(leader.pid(), List.of());
			if (tree.stream().mapToLong(ProcessTable.Row::residentBytes).sum() > limit) {
				long used = tree.stream().mapToLong(TreeMemory::proportional).sum();
				if (used > limit) {
					above.put(leader, used);
				}
			}
		});
		return above;
	}

	/** A leader leads a session; what left it is found by its parents. */
	private static long leaderOf(ProcessTable.Row row, Map<Long, ProcessTable.Row> table, Map<Long, ?> leaders) {
		ProcessTable.Row ancestor = row;
		// Read one after the other, the rows of a moving table could form a circle.
		for (int i = 0; ancestor != null && i < table.size(); i++) {
			if (leaders.containsKey(ancestor.pid())) {
				return ancestor.pid();
			}
			if (leaders.containsKey(ancestor.session())) {
				return ancestor.session();
			}
			ancestor = table.get(ancestor.parent());
		}
		return -1;
	}

	private static long proportional(ProcessTable.Row row) {
		try {
			return Files.readAllLines(Path.of("/proc/" + row.pid() + "/smaps_rollup"))
				.stream()
				.filter((line) -> line.startsWith("Pss:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
				.findFirst()
				.orElse(row.residentBytes());
		}
		catch (IOException ex) {
			// Gone by now, or another user's.
			return ProcessTable.isAlive(ProcessTable.identity(row)) ? row.residentBytes() : 0;
		}
	}

}
