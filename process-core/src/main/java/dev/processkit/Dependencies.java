package dev.processkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code depends-on} says about several processes together. Immutable. Names that
 * belong to none of them are left out of every answer but {@link #require}, and where
 * dependencies form a circle, one of them is left out.
 *
 * @since 0.1
 */
public final class Dependencies {

	private final Map<String, ProcessDefinition> definitions = new LinkedHashMap<>();

	/**
	 * Look at processes together.
	 * @param definitions the processes; of two with one name the last counts
	 */
	public Dependencies(Collection<ProcessDefinition> definitions) {
		definitions.forEach((definition) -> this.definitions.put(definition.name(), definition));
	}

	/**
	 * Refuse dependencies that can never be met.
	 * @param definition the process that has them
	 * @throws InvalidDefinitionException if a name is unknown, or the process would wait
	 * for itself; the message shows the way round the circle
	 */
	public void require(ProcessDefinition definition) {
		for (String name : definition.dependsOn()) {
			if (!name.equals(definition.name()) && !this.definitions.containsKey(name)) {
				throw new InvalidDefinitionException("depends-on", name, "names no process",
						"Use the name of a process that is declared and enabled, or remove it.");
			}
			List<String> circle = new ArrayList<>(List.of(definition.name()));
			if (leads(name, definition.name(), circle, new LinkedHashSet<>())) {
				throw new InvalidDefinitionException("depends-on", name,
						"closes a circle, in which each waits for the next: " + String.join(" -> ", circle),
						"Remove one of these dependencies.");
			}
		}
	}

	private boolean leads(String from, String to, List<String> path, Set<String> seen) {
		path.add(from);
		if (from.equals(to)) {
			return true;
		}
		if (seen.add(from)) {
			for (String next : of(from)) {
				if (leads(next, to, path, seen)) {
					return true;
				}
			}
		}
		path.remove(path.size() - 1);
		return false;
	}

	private List<String> of(String process) {
		ProcessDefinition definition = this.definitions.get(process);
		return (definition != null) ? definition.dependsOn() : List.of();
	}

	/**
	 * The order in which processes start: what others depend on before these.
	 * @return the names, otherwise in the order of the definitions
	 */
	public List<String> inOrder() {
		return List.copyOf(closure(this.definitions.keySet()));
	}

	/**
	 * A process and all that it depends on, directly or not.
	 * @param process the name
	 * @return the names, in the order in which they start; the process is the last
	 */
	public List<String> closure(String process) {
		return List.copyOf(closure(List.of(process)));
	}

	private Set<String> closure(Collection<String> processes) {
		Set<String> placed = new LinkedHashSet<>();
		Set<String> seen = new LinkedHashSet<>();
		processes.forEach((process) -> place(process, placed, seen));
		return placed;
	}

	private void place(String process, Set<String> placed, Set<String> seen) {
		if (this.definitions.containsKey(process) && seen.add(process)) {
			of(process).forEach((dependency) -> place(dependency, placed, seen));
			placed.add(process);
		}
	}

	/**
	 * How long it may take to stop all of them in order, when each uses all the time that
	 * it and its hooks have: independent ones stop side by side.
	 * @return the longest way
	 */
	public Duration longestStop() {
		Map<String, Duration> until = new HashMap<>();
		Duration longest = Duration.ZERO;
		for (String process : inOrder()) {
			Duration sum = Duration.ZERO;
			for (String dependency : of(process)) {
				sum = longer(sum, until.getOrDefault(dependency, Duration.ZERO));
			}
			ProcessDefinition definition = this.definitions.get(process);
			if (definition != null) {
				sum = sum.plus(longestStop(definition.policies()));
			}
			until.put(process, sum);
			longest = longer(longest, sum);
		}
		return longest;
	}

	private static Duration longestStop(ProcessPolicies policies) {
		HookPolicy hooks = policies.hooks();
		Duration before = (hooks.beforeStop() == null) ? Duration.ZERO : hooks.timeout();
		Duration after = (hooks.afterExit() == null) ? Duration.ZERO : hooks.timeout();
		return before.plus(policies.stop().gracePeriod()).plus(after);
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
