package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.ProcessIdentity;
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
		if (old != null && old.instances.stream().anyMatch((instance) -> instance.state().holdsSlot())) {
			throw new IllegalProcessStateException(
					"A process named '%s' exists already and is %s; stop it first or choose another name"
						.formatted(definition.name(), old.instances.get(0).state()));
		}
		this.members.remove(definition.name());
		this.members.put(definition.name(), new Member(definition, step));
	}

	/**
	 * Add processes and start them, all or none.
	 * @param step the step
	 * @param definitions the processes
	 * @param why the reason
	 * @throws IllegalProcessStateException if a name is taken or {@code max-processes}
	 * would be exceeded
	 */
	void addAll(Step step, List<ProcessDefinition> definitions, String why) {
		Map<String, Member> before = new LinkedHashMap<>(this.members);
		try {
			requireDistinct(definitions);
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

	private static void requireDistinct(List<ProcessDefinition> definitions) {
		Set<String> names = new HashSet<>();
		for (ProcessDefinition definition : definitions) {
			if (!names.add(definition.name())) {
				throw new IllegalProcessStateException(
						"Two processes named '%s' cannot be added; give each its own name"
							.formatted(definition.name()));
			}
		}
	}

	/**
	 * Start instances, all or none.
	 * @param step the step
	 * @param instances the instances
	 * @param why the reason
	 * @throws IllegalProcessStateException if {@code max-processes} would be exceeded
	 */
	void start(Step step, List<Instance> instances, String why) {
		long more = instances.stream().filter((instance) -> !instance.state().holdsSlot()).count();
		requireSlots(more, instances);
		instances.forEach((instance) -> instance.start(step, why));
	}

	/** As {@link #start}, but with a new process for those that run. */
	void restart(Step step, List<Instance> instances, String why) {
		long more = instances.stream().filter((instance) -> !instance.state().holdsSlot()).count();
		requireSlots(more, instances);
		instances.forEach((instance) -> instance.restart(step, why));
	}

	/**
	 * Change the number of instances. Those of a process that is wanted down stay down.
	 * @param step the step
	 * @param process the process
	 * @param count how many
	 * @param why the reason
	 */
	void scale(Step step, String process, int count, String why) {
		Member member = member(process);
		ProcessDefinition definition = member.definition.withInstances(count);
		List<Instance> fresh = new ArrayList<>();
		for (int index = member.instances.size(); index < count; index++) {
			fresh.add(new Instance(new InstanceId(process, index), definition, step.now()));
		}
		List<Instance> back = member.instances.stream()
			.filter((instance) -> member.isRetired(instance) && instance.id().index() < count)
			.toList();
		boolean up = member.instances.stream().anyMatch(Instance::wantedUp);
		List<Instance> starting = up ? Stream.concat(back.stream(), fresh.stream()).toList() : List.of();
		requireSlots(starting.stream().filter((instance) -> !instance.state().holdsSlot()).count(), starting);
		member.definition = definition;
		member.instances.addAll(fresh);
		member.prune();
		starting.forEach((instance) -> instance.start(step, why));
		member.instances.stream()
			.filter(member::isRetired)
			.forEach((instance) -> instance.stop(step, instance.definition().policies().stop().signal(), why));
	}

	private void requireSlots(long more, Collection<Instance> wanted) {
		long taken = all().stream().filter((instance) -> instance.state().holdsSlot()).count();
		if (taken + more > this.maxProcesses && more > 0) {
			throw new IllegalProcessStateException(
					"Cannot start '%s': %d of at most %d processes are in use and %d more are asked for; raise process.max-processes or stop others"
						.formatted(wanted.iterator().next().id(), taken, this.maxProcesses, more));
		}
	}

	/** Forget retired instances that have ended; to be called after each step. */
	void prune(String process) {
		Member member = this.members.get(process);
		if (member != null) {
			member.prune();
		}
	}

	/**
	 * Find what an operator means.
	 * @param target a process name, an instance id or the pid of a live instance
	 * @return the instances, at least one
	 * @throws UnknownProcessException if there is none
	 */
	List<Instance> resolve(String target) {
		Member member = this.members.get(target);
		if (member != null) {
			return List.copyOf(member.instances);
		}
		List<Instance> found = all().stream().filter(named(target)).toList();
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

	@Nullable Instance find(InstanceId id) {
		Member member = this.members.get(id.process());
		return (member != null && id.index() < member.instances.size()) ? member.instances.get(id.index()) : null;
	}

	List<Instance> all() {
		return this.members.values().stream().flatMap((member) -> member.instances.stream()).toList();
	}

	List<Instance> instancesOf(String process) {
		return List.copyOf(member(process).instances);
	}

	ProcessDefinition definition(String process) {
		return member(process).definition;
	}

	Collection<String> names() {
		return List.copyOf(this.members.keySet());
	}

	long count(Predicate<InstanceState> states) {
		return all().stream().filter((instance) -> states.test(instance.state())).count();
	}

	private Member member(String process) {
		Member member = this.members.get(process);
		if (member == null) {
			throw new UnknownProcessException(process);
		}
		return member;
	}

	/**
	 * A process and its instances by index. Those beyond the wanted number are retired:
	 * they stop, and go from the end of the list once they have ended.
	 */
	private static final class Member {

		private ProcessDefinition definition;

		private final List<Instance> instances = new ArrayList<>();

		private Member(ProcessDefinition definition, Step step) {
			this.definition = definition;
			for (int index = 0; index < definition.instances(); index++) {
				this.instances.add(new Instance(new InstanceId(definition.name(), index), definition, step.now()));
			}
		}

		private boolean isRetired(Instance instance) {
			return instance.id().index() >= this.definition.instances();
		}

		private void prune() {
			int last = this.instances.size() - 1;
			while (last >= 0 && isRetired(this.instances.get(last)) && !this.instances.get(last).state().holdsSlot()) {
				this.instances.remove(last--);
			}
		}

	}

}
