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
		for (String process : fleet.names()) {
			int wanted = 0;
			for (Instance instance : fleet.instancesOf(process)) {
				slots += instance.state().holdsSlot() ? 1 : 0;
				settled &= instance.state() != InstanceState.STARTING;
				wanted += instance.wantedUp() ? 1 : 0;
			}
			SpareKind kind = (wanted > 0) ? SpareKind.of(fleet.definition(process)) : null;
			if (kind != null) {
				instances.merge(kind, wanted, Integer::sum);
			}
		}
		return new SpareDemand(instances, slots, settled);
	}

}
