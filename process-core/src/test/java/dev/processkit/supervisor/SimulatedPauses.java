package dev.processkit.supervisor;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pauses of a simulation: what was paused serves again only when somebody has resumed
 * it, or wanted it down or anew, whatever becomes of its processes.
 */
final class SimulatedPauses {

	private final Fleet fleet;

	private final Set<Instance> paused = Collections.newSetFromMap(new IdentityHashMap<>());

	private int kept;

	SimulatedPauses(Fleet fleet) {
		this.fleet = fleet;
	}

	/** How often a new process was paused as the one before it. */
	int kept() {
		return this.kept;
	}

	/** An operator lets go of them. */
	void release(Collection<Instance> instances) {
		instances.forEach(this.paused::remove);
	}

	/** An operator starts something: of what has ended for good nothing is kept. */
	void releaseEnded() {
		this.paused.removeIf((instance) -> !instance.state().holdsSlot());
	}

	void onChange(ProcessEvent.StateChanged change, Instance instance) {
		if (change.to() == InstanceState.PAUSED) {
			this.paused.add(instance);
			this.kept += (change.from() == InstanceState.STARTING) ? 1 : 0;
		}
		else if (change.to() == InstanceState.READY) {
			assertThat(this.paused).as("%s was paused", instance.id()).doesNotContain(instance);
		}
	}

	void check() {
		this.paused.removeIf((instance) -> !instance.wantedUp());
		for (Instance instance : this.fleet.all()) {
			if (instance.state() == InstanceState.READY) {
				assertThat(instance.wantedPaused()).as("%s serves although it is paused", instance.id()).isFalse();
			}
			else if (instance.state() == InstanceState.PAUSED) {
				assertThat(instance.wantedPaused()).as("%s would come back unpaused", instance.id()).isTrue();
			}
		}
	}

}
