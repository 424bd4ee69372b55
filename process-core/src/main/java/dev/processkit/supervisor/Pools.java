package dev.processkit.supervisor;

import java.util.List;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.Scaling;

/**
 * Lets the number of instances follow the load, for the processes of a fleet that are
 * allowed to. Pure, and confined to one thread with the {@link Fleet}.
 */
final class Pools {

	private final Fleet fleet;

	Pools(Fleet fleet) {
		this.fleet = fleet;
	}

	List<ProcessDefinition> all() {
		return this.fleet.members()
			.stream()
			.filter((member) -> member.scaling() != null)
			.map(Member::definition)
			.toList();
	}

	/** Whether {@link #demand} would be heard. */
	boolean mayGrow(String process) {
		Member member = this.fleet.findMember(process);
		return member != null && member.mayGrow();
	}

	/**
	 * A request found all instances of a process busy. Starts more where the process
	 * follows its load and there is room.
	 * @param step the step
	 * @param process the process; one that is gone is ignored
	 */
	void demand(Step step, String process) {
		Member member = this.fleet.findMember(process);
		Scaling scaling = (member != null) ? member.scaling() : null;
		if (member == null || scaling == null || !member.mayGrow()) {
			return;
		}
		int size = member.size();
		int wanted = (scaling.strategy() == Scaling.Strategy.LAZY) ? size + 1 : scaling.max();
		int count = size + fitting(member.upTo(wanted, step).subList(size, wanted));
		if (count > size) {
			this.fleet.resize(step, member, count, "all %d instances are busy".formatted(size));
		}
		if (count < wanted && member.limit()) {
			step.effect(new Effect.Publish(new ProcessEvent.PoolLimited(new InstanceId(process, 0), step.now(),
					"pool '%s' has %d of at most %d instances and cannot grow: all %d of process.max-processes are in use"
						.formatted(process, count, scaling.max(), this.fleet.maxProcesses()))));
		}
	}

	private int fitting(List<Instance> wanted) {
		long free = this.fleet.freeSlots();
		int fitting = 0;
		for (Instance instance : wanted) {
			free -= instance.state().holdsSlot() ? 0 : 1;
			if (free < 0) {
				break;
			}
			fitting++;
		}
		return fitting;
	}

	/**
	 * Look for an instance that has had nothing to do for long, and stop it.
	 * @param step the step
	 * @param check the look that was arranged
	 * @param load what the process has to do
	 */
	void checkIdle(Step step, Effect.CheckIdle check, Load load) {
		Member member = this.fleet.findMember(check.process());
		if (member == null || !member.idleness().begin(check.look()) || !member.mayShrink()) {
			return;
		}
		member.idleness().read(load.work(), step.now());
		Scaling scaling = member.scaling();
		Instance last = member.get(member.size() - 1);
		boolean calm = load.waiting() == 0 && member.roll() == null && !member.any(member::isRetired);
		if (scaling != null && last != null && calm && last.state() == InstanceState.READY
				&& member.idleness().isIdle(last.id(), scaling.idleTimeout(), step.now())) {
			this.fleet.resize(step, member, member.size() - 1, "idle for " + Durations.words(scaling.idleTimeout()));
		}
	}

	/** Arrange looks at what may have instances that it does not need. */
	void follow(Step step) {
		boolean room = this.fleet.freeSlots() > 0;
		for (Member member : this.fleet.members()) {
			if (room) {
				member.unlimit();
			}
			Scaling scaling = member.scaling();
			if (scaling != null && member.mayShrink()) {
				member.idleness().keepLooking(step, member.definition().name(), scaling);
			}
		}
	}

}
