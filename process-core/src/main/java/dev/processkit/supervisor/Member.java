package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * A process and its instances by index. Those beyond the wanted number are retired: they
 * stop, and go from the end of the list once they have ended. Only a rolling replacement
 * may keep one more.
 */
final class Member {

	private ProcessDefinition definition;

	private final List<Instance> instances = new ArrayList<>();

	private final Idleness idleness = new Idleness();

	private @Nullable Roll roll;

	private boolean limited;

	private boolean limitTold;

	Member(ProcessDefinition definition, Step step) {
		this.definition = definition;
		for (int index = 0; index < definition.instances(); index++) {
			this.instances.add(new Instance(new InstanceId(definition.name(), index), definition, step.now()));
		}
	}

	ProcessDefinition definition() {
		return this.definition;
	}

	@Nullable Scaling scaling() {
		return this.definition.policies().scaling();
	}

	int size() {
		return this.definition.instances();
	}

	List<Instance> all() {
		return List.copyOf(this.instances);
	}

	/** Those that are not on their way out. */
	List<Instance> kept() {
		return this.instances.stream().filter((instance) -> !isRetired(instance)).toList();
	}

	/** Those it has by its definition, without the extra one of a rolling replacement. */
	List<Instance> permanent() {
		return List.copyOf(this.instances.subList(0, size()));
	}

	@Nullable Instance get(int index) {
		return (index < this.instances.size()) ? this.instances.get(index) : null;
	}

	boolean isRetired(Instance instance) {
		boolean extra = this.roll != null && this.roll.needsExtra();
		return instance.id().index() >= size() + (extra ? 1 : 0);
	}

	boolean isUp() {
		return this.instances.stream().anyMatch(Instance::wantedUp);
	}

	boolean any(Predicate<Instance> what) {
		return this.instances.stream().anyMatch(what);
	}

	/**
	 * Get the instances up to an index, new ones after those that are there; the list
	 * itself stays as it is until {@link #resize}.
	 */
	List<Instance> upTo(int count, Step step) {
		List<Instance> found = new ArrayList<>();
		ProcessDefinition larger = this.definition.withInstances(Math.max(count, size()));
		for (int index = 0; index < count; index++) {
			Instance present = get(index);
			found.add((present != null) ? present
					: new Instance(new InstanceId(this.definition.name(), index), larger, step.now()));
		}
		return found;
	}

	void resize(int count, List<Instance> upTo) {
		this.definition = this.definition.withInstances(count);
		addMissing(upTo);
		this.limitTold = false;
	}

	private void addMissing(List<Instance> upTo) {
		this.instances.addAll(upTo.subList(Math.min(this.instances.size(), upTo.size()), upTo.size()));
	}

	/** Have new processes run another definition; its number of instances is ignored. */
	void redefine(ProcessDefinition changed) {
		this.definition = changed.withInstances(size());
		this.instances.forEach((instance) -> instance.redefine(this.definition));
	}

	/**
	 * Have new processes run another definition, with its number of instances. A rolling
	 * replacement that has failed is forgotten.
	 */
	void become(ProcessDefinition changed, Step step) {
		this.definition = changed;
		for (int index = this.instances.size(); index < changed.instances(); index++) {
			this.instances.add(new Instance(new InstanceId(changed.name(), index), changed, step.now()));
		}
		this.instances.forEach((instance) -> instance.redefine(changed));
		this.roll = null;
		this.limitTold = false;
	}

	/** Forget retired instances that have ended. */
	List<InstanceId> prune() {
		if (this.roll != null && this.roll.isOver()) {
			this.roll = null;
		}
		List<InstanceId> gone = new ArrayList<>();
		int last = this.instances.size() - 1;
		while (last >= 0 && isRetired(this.instances.get(last)) && !this.instances.get(last).state().holdsSlot()) {
			gone.add(this.instances.remove(last--).id());
		}
		return gone;
	}

	@Nullable Roll roll() {
		return this.roll;
	}

	void begin(Roll next, List<Instance> upToExtra) {
		this.roll = next;
		addMissing(upToExtra);
	}

	void forgetRoll() {
		this.roll = null;
	}

	/**
	 * Refuse what would get in the way of a rolling replacement.
	 * @param what what is asked for
	 */
	void requireNoRoll(String what) {
		if (this.roll != null && this.roll.isUnderWay()) {
			throw new IllegalProcessStateException(
					"Process '%s' cannot be %s: a rolling replacement is under way (%s); wait for its end, or stop the process"
						.formatted(this.definition.name(), what, this.roll.progress()));
		}
	}

	/** Whether a request that finds all instances busy should lead to more of them. */
	boolean mayGrow() {
		Scaling scaling = scaling();
		return scaling != null && size() < scaling.max() && !this.limited && this.roll == null
				&& any((instance) -> instance.state() == InstanceState.READY)
				&& kept().stream().allMatch(Member::isSettled);
	}

	/** More of what does not run, or not yet, would not help. */
	private static boolean isSettled(Instance instance) {
		return switch (instance.state()) {
			case STARTING, BACKING_OFF, FAILED -> false;
			case STOPPING -> !instance.wantedUp();
			default -> true;
		};
	}

	/** Whether instances may be surplus once they have nothing to do. */
	boolean mayShrink() {
		Scaling scaling = scaling();
		return scaling != null && scaling.strategy() != Scaling.Strategy.AGGRESSIVE && size() > scaling.min() && isUp();
	}

	Idleness idleness() {
		return this.idleness;
	}

	/**
	 * Remember that there is no room to grow, so that requests do not ask again before
	 * there is.
	 * @return whether nobody was told so far
	 */
	boolean limit() {
		boolean news = !this.limitTold;
		this.limited = true;
		this.limitTold = true;
		return news;
	}

	void unlimit() {
		this.limited = false;
	}

}
