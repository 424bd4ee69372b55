package dev.processkit.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessGroup;

/**
 * Turns {@code process.groups} into groups, and refuses members that are no processes or
 * belong to two groups.
 */
final class GroupMapper {

	private static final String ROOT = "process.groups";

	private GroupMapper() {
	}

	/**
	 * Map all groups.
	 * @param properties what stands there, by name
	 * @param processes the names of all definitions, enabled or not
	 * @return the groups
	 * @throws InvalidDefinitionException if one cannot be
	 */
	static List<ProcessGroup> map(Map<String, GroupProperties> properties, Collection<String> processes) {
		Map<String, String> owners = new HashMap<>();
		List<ProcessGroup> groups = new ArrayList<>();
		properties.forEach((name, group) -> {
			String path = DefinitionEntry.path(ROOT, name);
			if (processes.contains(name)) {
				throw new InvalidDefinitionException(path, name, "has the name of a process",
						"Give the group another name: operators start and stop it by its name.");
			}
			groups.add(PropertyPath.at(path, () -> new ProcessGroup(name, group.members(), group.strategy())));
			group.members().forEach((member) -> require(path + ".members", member, name, processes, owners));
		});
		return List.copyOf(groups);
	}

	private static void require(String path, String member, String group, Collection<String> processes,
			Map<String, String> owners) {
		if (!processes.contains(member)) {
			throw new InvalidDefinitionException(path, member, "names no process",
					"Use the name of a process that is declared, or remove it.");
		}
		String owner = owners.putIfAbsent(member, group);
		if (owner != null) {
			throw new InvalidDefinitionException(path, member, "is a member of the group '" + owner + "' too",
					"Leave it in one of them.");
		}
	}

}
