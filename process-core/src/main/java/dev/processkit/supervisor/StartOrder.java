package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import dev.processkit.Dependencies;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Holds launches back until what they depend on is up. Only launches wait: what runs is
 * left alone, whatever becomes of that. Pure, and confined to one thread with the
 * {@link Fleet}.
 */
final class StartOrder {

	private final Fleet fleet;

	StartOrder(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Refuse processes whose dependencies can never be met.
	 * @param added the processes, beside those of the fleet or in the place of some
	 * @throws IllegalProcessStateException if two of them have the same name
	 * @throws InvalidDefinitionException if a name is unknown or there is a circle
	 */
	void require(Collection<ProcessDefinition> added) {
		requireDistinct(added);
		List<ProcessDefinition> all = new ArrayList<>(this.fleet.definitions());
		all.addAll(added);
		Dependencies dependencies = new Dependencies(all);
		for (ProcessDefinition definition : added) {
			try {
				dependencies.require(definition);
			}
			catch (InvalidDefinitionException ex) {
				throw ex.within(definition.name());
			}
		}
	}

	private static void requireDistinct(Collection<ProcessDefinition> definitions) {
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
	 * What instances need besides themselves.
	 * @param instances what is to be started
	 * @return the instances of their dependencies that are down, and would stay down
	 */
	List<Instance> missing(List<Instance> instances) {
		Dependencies dependencies = new Dependencies(this.fleet.definitions());
		Set<Instance> needed = new LinkedHashSet<>();
		for (Instance instance : instances) {
			for (String process : dependencies.closure(instance.id().process())) {
				if (!process.equals(instance.id().process())) {
					needed.addAll(permanent(process));
				}
			}
		}
		instances.forEach(needed::remove);
		needed.removeIf((instance) -> instance.wantedUp() && instance.state() != InstanceState.FAILED);
		return List.copyOf(needed);
	}

	/** Let go what has waited for long enough; to be called after each signal. */
	void follow(Step step) {
		boolean news = true;
		// What is given up may be what others wait for.
		while (news) {
			news = false;
			for (Member member : this.fleet.members()) {
				for (Instance instance : member.all()) {
					news |= instance.isHeld() && decide(step, member, instance);
				}
			}
		}
	}

	private boolean decide(Step step, Member member, Instance instance) {
		String waits = null;
		for (String process : member.definition().dependsOn()) {
			List<Instance> needed = permanent(process);
			Instance failed = first(needed, (one) -> one.state() == InstanceState.FAILED);
			if (failed != null) {
				instance.giveUp(step, "it depends on '%s', which has failed: %s".formatted(process, failed.reason()));
				return true;
			}
			waits = (waits != null) ? waits : obstacle(process, needed);
		}
		if (waits == null) {
			instance.letGo(step);
		}
		else {
			instance.keepWaiting(step, waits);
		}
		return false;
	}

	private static @Nullable String obstacle(String process, List<Instance> needed) {
		if (needed.isEmpty()) {
			return "waits for '%s', which was removed".formatted(process);
		}
		Instance down = first(needed, (one) -> one.state() == InstanceState.STOPPED);
		if (down != null) {
			return "waits for '%s', which is down: %s".formatted(process, down.reason());
		}
		return needed.stream().allMatch(StartOrder::isUp) ? null : "waits for '%s' to be ready".formatted(process);
	}

	private static boolean isUp(Instance instance) {
		return switch (instance.state()) {
			case READY, PAUSED, COMPLETED -> true;
			default -> false;
		};
	}

	private static @Nullable Instance first(List<Instance> instances, Predicate<Instance> what) {
		return instances.stream().filter(what).findFirst().orElse(null);
	}

	private List<Instance> permanent(String process) {
		Member member = this.fleet.findMember(process);
		return (member != null) ? member.permanent() : List.of();
	}

}
