package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessGroup;
import org.jspecify.annotations.Nullable;

/**
 * Takes the others of a group down when a member has failed for good, as the strategy of
 * the group says. Pure, and confined to one thread with the {@link Fleet}.
 */
final class Groups {

	private final Fleet fleet;

	private Map<String, ProcessGroup> groups = Map.of();

	Groups(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Have other groups from now on. Members need not exist.
	 * @param next all groups
	 * @throws InvalidDefinitionException if a process is in two of them
	 */
	void set(List<ProcessGroup> next) {
		Map<String, ProcessGroup> byName = new LinkedHashMap<>();
		Map<String, String> owners = new LinkedHashMap<>();
		for (ProcessGroup group : next) {
			byName.put(group.name(), group);
			for (String member : group.members()) {
				String owner = owners.putIfAbsent(member, group.name());
				if (owner != null) {
					throw new InvalidDefinitionException(group.name() + ".members", member,
							"is a member of the group '" + owner + "' too", "Leave it in one of them.");
				}
			}
		}
		this.groups = byName;
	}

	/**
	 * The instances of a group.
	 * @param group its name
	 * @return the instances, member after member; {@code null} if there is no such group
	 */
	@Nullable List<Instance> find(String group) {
		ProcessGroup found = this.groups.get(group);
		return (found != null) ? instances(found.members()) : null;
	}

	/** Take the consequences of what was given up in a step. */
	void follow(Step step) {
		for (Effect effect : List.copyOf(step.effects())) {
			if (effect instanceof Effect.Publish publish && publish.event() instanceof ProcessEvent.GaveUp gaveUp
					&& isPermanent(gaveUp.instance())) {
				this.groups.values()
					.stream()
					.filter((group) -> group.members().contains(gaveUp.instance().process()))
					.forEach((group) -> failed(step, group, gaveUp));
			}
		}
	}

	/** The extra instance of a rolling replacement fails alone, and ends the roll. */
	private boolean isPermanent(InstanceId instance) {
		Member member = this.fleet.findMember(instance.process());
		return member != null && instance.index() < member.size();
	}

	private void failed(Step step, ProcessGroup group, ProcessEvent.GaveUp gaveUp) {
		List<String> members = group.members();
		int index = members.indexOf(gaveUp.instance().process());
		List<String> with = switch (group.strategy()) {
			case ONE_FOR_ONE -> List.of();
			case ONE_FOR_ALL -> members;
			case REST_FOR_ONE -> members.subList(index, members.size());
		};
		List<Instance> others = instances(with).stream()
			.filter((instance) -> instance.wantedUp() && !instance.id().equals(gaveUp.instance()))
			.filter((instance) -> instance.state().holdsSlot())
			.toList();
		this.fleet.stop(step, others, "group '%s' goes down, since '%s' has failed: %s".formatted(group.name(),
				gaveUp.instance(), gaveUp.reason()));
	}

	private List<Instance> instances(List<String> members) {
		List<Instance> instances = new ArrayList<>();
		members.forEach((member) -> instances.addAll(this.fleet.find(member)));
		return instances;
	}

}
