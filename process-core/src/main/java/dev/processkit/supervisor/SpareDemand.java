package dev.processkit.supervisor;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.processkit.InstanceState;

/**
 * What the plan for spares has to know of the fleet.
 *
 * @param instances how many instances that are wanted up each kind can serve, in the
 * order in which they were added
 * @param slots how many slots the instances hold
 * @param settled whether nothing is starting: spares come last
 */
record SpareDemand(Map<SpareKind, Integer> instances, int slots, boolean settled) {

	static SpareDemand of(Fleet fleet) {
		Map<SpareKind, Integer> instances = new LinkedHashMap<>();
		int slots = 0;
		boolean settled = true;
		for (Instance instance : fleet.all()) {
			slots += instance.state().holdsSlot() ? 1 : 0;
			settled &= instance.state() != InstanceState.STARTING;
			SpareKind kind = instance.wantedUp() ? SpareKind.of(instance.definition()) : null;
			if (kind != null) {
				instances.merge(kind, 1, Integer::sum);
			}
		}
		return new SpareDemand(instances, slots, settled);
	}

}
