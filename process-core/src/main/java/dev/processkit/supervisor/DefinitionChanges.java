package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.processkit.ProcessDefinition;
import dev.processkit.Scaling;

/**
 * The difference between what is declared and what was. Definitions are compared by
 * value: order, comments and spelling make none.
 *
 * @param added definitions of new names
 * @param changed definitions that are no longer the same
 * @param removed definitions whose names are gone
 * @param unchanged the names of all others
 * @since 0.1
 */
public record DefinitionChanges(List<ProcessDefinition> added, List<Change> changed, List<ProcessDefinition> removed,
		List<String> unchanged) {

	public DefinitionChanges {
		added = List.copyOf(added);
		changed = List.copyOf(changed);
		removed = List.copyOf(removed);
		unchanged = List.copyOf(unchanged);
	}

	/**
	 * Compare.
	 * @param before what was declared, each name once
	 * @param after what is declared now, each name once
	 * @return the difference, in the order of {@code after}; what is removed in that of
	 * {@code before}
	 */
	public static DefinitionChanges between(List<ProcessDefinition> before, List<ProcessDefinition> after) {
		Map<String, ProcessDefinition> gone = new LinkedHashMap<>();
		before.forEach((definition) -> gone.put(definition.name(), definition));
		List<ProcessDefinition> added = new ArrayList<>();
		List<Change> changed = new ArrayList<>();
		List<String> unchanged = new ArrayList<>();
		for (ProcessDefinition definition : after) {
			ProcessDefinition known = gone.remove(definition.name());
			if (known == null) {
				added.add(definition);
			}
			else if (known.equals(definition)) {
				unchanged.add(definition.name());
			}
			else {
				changed.add(new Change(known, definition));
			}
		}
		return new DefinitionChanges(added, changed, List.copyOf(gone.values()), unchanged);
	}

	/**
	 * Whether there is nothing to do.
	 * @return whether nothing was added, changed or removed
	 */
	public boolean isEmpty() {
		return this.added.isEmpty() && this.changed.isEmpty() && this.removed.isEmpty();
	}

	/**
	 * A definition that is no longer the same.
	 *
	 * @param from as it was
	 * @param to as it is, under the same name
	 */
	public record Change(ProcessDefinition from, ProcessDefinition to) {

		/** Whether what runs can go on, more or fewer times. */
		boolean isOfSize() {
			return withoutSize(this.from).equals(withoutSize(this.to));
		}

		/**
		 * How many instances there should be.
		 * @param present how many there are: what an operator or the load has chosen
		 * stays unless the declaration contradicts
		 */
		int size(int present) {
			Scaling scaling = this.to.policies().scaling();
			if (scaling != null) {
				int least = (scaling.strategy() == Scaling.Strategy.AGGRESSIVE) ? scaling.max() : scaling.min();
				return Math.min(Math.max(present, least), scaling.max());
			}
			boolean same = this.from.instances() == this.to.instances()
					&& Objects.equals(this.from.policies().scaling(), scaling);
			return same ? present : this.to.instances();
		}

		private static ProcessDefinition withoutSize(ProcessDefinition definition) {
			return definition.withPolicies((policies) -> policies.withScaling(null)).withInstances(1);
		}

	}

}
