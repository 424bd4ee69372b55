package dev.processkit.supervisor;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.ProcessIdentity;
import dev.processkit.Scaling;
import dev.processkit.UnknownProcessException;
import org.jspecify.annotations.Nullable;

/**
 * All instances, and the decisions that concern more than one: names, targets, the number
 * of instances, and {@code max-processes}. Every instance that is live, or will be
 * relaunched by itself, holds a slot, so that a restart is never refused for want of one.
 * Pure like {@link Instance}, and confined to one thread with it.
 */
final class Fleet {

	private final int maxProcesses;

	private final Map<String, Member> members = new LinkedHashMap<>();

	private final Pools pools = new Pools(this);

	private final StartOrder startOrder = new StartOrder(this);

	private final StopOrder stopOrder = new StopOrder(this);

	private final Groups groups = new Groups(this);

	Fleet(int maxProcesses) {
		this.maxProcesses = maxProcesses;
	}

	int maxProcesses() {
		return this.maxProcesses;
	}

	/**
	 * Add a process without starting it. One that has ended for good gives its name up.
	 * @param step the step
	 * @param definition the process
	 * @throws IllegalProcessStateException if the name is taken
	 */
	void add(Step step, ProcessDefinition definition) {
		Member old = this.members.get(definition.name());
		if (old != null && old.any((instance) -> instance.state().holdsSlot())) {
			throw new IllegalProcessStateException(
					"A process named '%s' exists already and is %s; stop it first or choose another name"
						.formatted(definition.name(), old.all().get(0).state()));
		}
		this.members.remove(definition.name());
		this.members.put(definition.name(), new Member(definition, step));
	}

	/**
	 * Add processes and start them, all or none. What they depend on is among them or
	 * there already, and is started with them.
	 * @param step the step
	 * @param definitions the processes
	 * @param why the reason
	 * @throws IllegalProcessStateException if a name is taken or {@code max-processes}
	 * would be exceeded
	 * @throws InvalidDefinitionException if they depend on what is not there, or in a
	 * circle
	 */
	void addAll(Step step, List<ProcessDefinition> definitions, String why) {
		Map<String, Member> before = new LinkedHashMap<>(this.members);
		try {
			this.startOrder.require(definitions);
			definitions.forEach((definition) -> add(step, definition));
			start(step, definitions.stream().flatMap((definition) -> instancesOf(definition.name()).stream()).toList(),
					why);
		}
		catch (ProcessException ex) {
			this.members.clear();
			this.members.putAll(before);
			throw ex;
		}
	}

	/**
	 * Start instances and those they depend on, all or none.
	 * @param step the step
	 * @param instances the instances
	 * @param why the reason
	 * @throws IllegalProcessStateException if {@code max-processes} would be exceeded
	 */
	void start(Step step, List<Instance> instances, String why) {
		List<Instance> missing = requireRoom(instances);
		instances.forEach((instance) -> instance.start(step, why));
		missing.forEach((instance) -> instance.start(step, "others need it: " + why));
	}

	private List<Instance> requireRoom(List<Instance> instances) {
		List<Instance> missing = this.startOrder.missing(instances);
		long more = Stream.concat(instances.stream(), missing.stream())
			.filter((instance) -> !instance.state().holdsSlot())
			.count();
		requireSlots(more, instances);
		return missing;
	}

	/** As {@link #start}, but with a new process for those that run. */
	void restart(Step step, List<Instance> instances, String why) {
		renew(step, instances, (instance) -> instance.restart(step, why), why);
	}

	/** Have new processes for those that are wanted; what is paused stays so. */
	void renew(Step step, List<Instance> instances, String why) {
		List<Instance> wanted = instances.stream().filter(Instance::wantedUp).toList();
		renew(step, wanted, (instance) -> instance.renew(step, why), why);
	}

	private void renew(Step step, List<Instance> instances, Consumer<Instance> act, String why) {
		instances.forEach((instance) -> member(instance.id().process()).requireNoRoll("restarted"));
		List<Instance> missing = requireRoom(instances);
		instances.forEach(act);
		missing.forEach((instance) -> instance.start(step, "others need it: " + why));
	}

	/**
	 * Stop instances, the last first, and each once those of them that depend on it are
	 * down.
	 * @param step the step
	 * @param instances the instances
	 * @param why the reason
	 */
	void stop(Step step, List<Instance> instances, String why) {
		this.stopOrder.stop(step, instances, why);
	}

	/**
	 * Change the number of instances. Those of a process that is wanted down stay down.
	 * @param step the step
	 * @param process the process
	 * @param count how many
	 * @param why the reason
	 * @throws InvalidDefinitionException if the process follows its load and may not have
	 * as many
	 */
	void scale(Step step, String process, int count, String why) {
		Member member = member(process);
		Scaling scaling = member.scaling();
		if (scaling != null && (count < scaling.min() || count > scaling.max())) {
			throw new InvalidDefinitionException("instances", count,
					"is outside of the pool of process '%s' (%d to %d)".formatted(process, scaling.min(),
							scaling.max()),
					"Use a number in between, or configure another 'instances.min' or 'instances.max'.");
		}
		member.requireNoRoll("scaled");
		resize(step, member, count, why);
	}

	/** As {@link #scale}, decided already. */
	void resize(Step step, Member member, int count, String why) {
		List<Instance> upTo = member.upTo(count, step);
		List<Instance> starting = member.isUp() ? upTo.subList(Math.min(member.size(), count), count) : List.of();
		requireSlots(starting.stream().filter((instance) -> !instance.state().holdsSlot()).count(), starting);
		member.forgetRoll();
		member.resize(count, upTo);
		member.prune();
		starting.forEach((instance) -> instance.start(step, why));
		member.all()
			.stream()
			.filter(member::isRetired)
			.forEach((instance) -> instance.stop(step, instance.definition().policies().stop().signal(), why));
	}

	/**
	 * Replace the processes of all ready instances, one after the other, each once a new
	 * one is ready to take its work.
	 * @param step the step
	 * @param process the process
	 * @param why the reason
	 * @return the roll, which goes on by itself with {@link #follow}
	 * @throws IllegalProcessStateException if an instance is not ready, another roll is
	 * under way, or {@code max-processes} leaves no room for one more
	 */
	Roll roll(Step step, String process, String why) {
		Member member = member(process);
		member.requireNoRoll("replaced");
		if (member.roll() != null) {
			throw new IllegalProcessStateException(
					"Process '%s' has not recovered from its last rolling replacement; start it, or see to what keeps it from being READY"
						.formatted(process));
		}
		List<Instance> ready = Roll.requireReady(member);
		List<Instance> upToExtra = member.upTo(member.size() + 1, step);
		Instance extra = upToExtra.get(member.size());
		requireSlots(extra.state().holdsSlot() ? 0 : 1, List.of(extra));
		Roll roll = new Roll(step, ready, extra, why);
		member.begin(roll, upToExtra);
		return roll;
	}

	/** Have new processes run another definition of the same name. */
	void redefine(ProcessDefinition definition) {
		Member member = member(definition.name());
		member.requireNoRoll("redefined");
		member.redefine(definition);
	}

	/**
	 * Take the consequences of a signal that concern more than its instance; to be called
	 * after each.
	 */
	void follow(Step step) {
		for (Member member : this.members.values()) {
			Roll roll = member.roll();
			if (roll != null) {
				roll.advance(step);
			}
		}
		this.pools.follow(step);
		this.startOrder.follow(step);
		this.groups.follow(step);
		this.stopOrder.follow(step);
	}

	/**
	 * Forget a process that has ended.
	 * @param process the process
	 * @return its instances
	 * @throws IllegalProcessStateException if one of them is live or will be, or another
	 * process that is wanted depends on it
	 */
	List<Instance> remove(String process) {
		Member member = member(process);
		for (Instance instance : member.all()) {
			if (instance.state().holdsSlot()) {
				throw new IllegalProcessStateException("Process '%s' cannot be removed: '%s' is %s; stop it first"
					.formatted(process, instance.id(), instance.state()));
			}
		}
		for (Member other : this.members.values()) {
			if (other.isUp() && other.definition().dependsOn().contains(process)) {
				throw new IllegalProcessStateException(
						"Process '%s' cannot be removed: '%s' depends on it; stop that first".formatted(process,
								other.definition().name()));
			}
		}
		this.members.remove(process);
		return member.all();
	}

	private void requireSlots(long more, Collection<Instance> wanted) {
		long taken = all().stream().filter((instance) -> instance.state().holdsSlot()).count();
		if (taken + more > this.maxProcesses && more > 0) {
			throw new IllegalProcessStateException(
					"Cannot start '%s': %d of at most %d processes are in use and %d more are asked for; raise process.max-processes or stop others"
						.formatted(wanted.iterator().next().id(), taken, this.maxProcesses, more));
		}
	}

	/**
	 * Forget retired instances that have ended; to be called after each step.
	 * @param process the process
	 * @return those that are gone
	 */
	List<InstanceId> prune(String process) {
		Member member = this.members.get(process);
		return (member != null) ? member.prune() : List.of();
	}

	/**
	 * Find what an operator means.
	 * @param target a process, a group, an instance or the pid of a live instance
	 * @return the instances, at least one
	 * @throws UnknownProcessException if there is none
	 * @throws IllegalProcessStateException if it is a group, and no member is there
	 */
	List<Instance> resolve(String target) {
		Member member = this.members.get(target);
		if (member != null) {
			return member.all();
		}
		List<Instance> group = this.groups.find(target);
		if (group != null && group.isEmpty()) {
			throw new IllegalProcessStateException(
					"No member of group '%s' is there; enable one, or execute it".formatted(target));
		}
		List<Instance> found = (group != null) ? group : all().stream().filter(named(target)).toList();
		if (found.isEmpty()) {
			throw new UnknownProcessException(target);
		}
		return found;
	}

	private static Predicate<Instance> named(String target) {
		return (instance) -> {
			ProcessIdentity identity = instance.identity();
			return instance.id().toString().equals(target)
					|| (identity != null && Long.toString(identity.pid()).equals(target));
		};
	}

	/**
	 * Leave out those that are on their way out: who starts a process does not mean them.
	 * @param instances the instances
	 * @return the others, at least one
	 * @throws IllegalProcessStateException if there are no others
	 */
	List<Instance> staying(List<Instance> instances) {
		List<Instance> staying = instances.stream()
			.filter((instance) -> !member(instance.id().process()).isRetired(instance))
			.toList();
		if (staying.isEmpty()) {
			throw new IllegalProcessStateException("Instance '%s' is about to go: process '%s' has fewer now"
				.formatted(instances.get(0).id(), instances.get(0).id().process()));
		}
		return staying;
	}

	List<Instance> find(String process) {
		Member member = this.members.get(process);
		return (member != null) ? member.all() : List.of();
	}

	@Nullable Instance find(InstanceId id) {
		Member member = this.members.get(id.process());
		return (member != null) ? member.get(id.index()) : null;
	}

	List<Instance> all() {
		return this.members.values().stream().flatMap((member) -> member.all().stream()).toList();
	}

	List<Instance> instancesOf(String process) {
		return member(process).all();
	}

	ProcessDefinition definition(String process) {
		return member(process).definition();
	}

	List<ProcessDefinition> definitions() {
		return this.members.values().stream().map(Member::definition).toList();
	}

	Collection<String> names() {
		return List.copyOf(this.members.keySet());
	}

	long count(Predicate<InstanceState> states) {
		return all().stream().filter((instance) -> states.test(instance.state())).count();
	}

	Groups groups() {
		return this.groups;
	}

	Pools pools() {
		return this.pools;
	}

	long freeSlots() {
		return this.maxProcesses - count(InstanceState::holdsSlot);
	}

	Collection<Member> members() {
		return this.members.values();
	}

	@Nullable Member findMember(String process) {
		return this.members.get(process);
	}

	private Member member(String process) {
		Member member = findMember(process);
		if (member == null) {
			throw new UnknownProcessException(process);
		}
		return member;
	}

}
