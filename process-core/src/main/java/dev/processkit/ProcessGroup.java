package dev.processkit;

import java.util.HashSet;
import java.util.List;

/**
 * Processes that belong together. An operator starts and stops them by the name of the
 * group, and the strategy says what becomes of the others when one is given up.
 *
 * @param name the name: as that of a process, and none of a process
 * @param members the processes, at least one
 * @param strategy what becomes of the others
 * @since 0.1
 */
public record ProcessGroup(String name, List<String> members, Strategy strategy) {

	public ProcessGroup {
		members = List.copyOf(members);
		ProcessDefinition.requireName(name, "group");
		if (members.isEmpty()) {
			throw new InvalidDefinitionException("members", members, "names no process",
					"List the processes of the group, or remove it.");
		}
		if (new HashSet<>(members).size() < members.size()) {
			throw new InvalidDefinitionException("members", members, "names a process twice", "Remove one of them.");
		}
	}

	/**
	 * What becomes of the other members when one has failed for good.
	 */
	public enum Strategy {

		/** Nothing: each for itself. */
		ONE_FOR_ONE,

		/** All of them are stopped. */
		ONE_FOR_ALL,

		/** Those listed after it are stopped. */
		REST_FOR_ONE

	}

}
