package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.processkit.Dependencies;
import dev.processkit.ProcessSignal;

/**
 * Stops instances in reverse: each once those that depend on it are down, of those that
 * are stopped with it. Independent ones stop side by side. Pure, and confined to one
 * thread with the {@link Fleet}.
 */
final class StopOrder {

	private final Fleet fleet;

	private final Map<Instance, Leave> leaving = new LinkedHashMap<>();

	StopOrder(Fleet fleet) {
		this.fleet = fleet;
	}

	/**
	 * Stop instances, the last first.
	 * @param step the step
	 * @param instances the instances
	 * @param why the reason
	 */
	void stop(Step step, List<Instance> instances, String why) {
		Dependencies dependencies = new Dependencies(this.fleet.definitions());
		Map<String, List<Instance>> dependents = new HashMap<>();
		for (Instance instance : instances) {
			for (String process : dependencies.closure(instance.id().process())) {
				if (!process.equals(instance.id().process())) {
					dependents.computeIfAbsent(process, (name) -> new ArrayList<>()).add(instance);
				}
			}
		}
		List<Instance> reversed = new ArrayList<>(instances);
		Collections.reverse(reversed);
		for (Instance instance : reversed) {
			Leave leave = new Leave(dependents.getOrDefault(instance.id().process(), List.of()), why);
			this.leaving.remove(instance);
			if (leave.isDue() || instance.identity() == null) {
				instance.stop(step, signal(instance), why);
			}
			else {
				this.leaving.put(instance, leave);
				instance.leave(step, leave.reason());
			}
		}
		follow(step);
	}

	/** Stop what nobody needs any more; to be called after each signal. */
	void follow(Step step) {
		// Whoever starts one of them again has the last word.
		this.leaving.keySet().removeIf((instance) -> instance.wantedUp() || !instance.state().holdsSlot());
		List<Instance> due = this.leaving.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isDue())
			.map(Map.Entry::getKey)
			.toList();
		for (Instance instance : due) {
			Leave leave = this.leaving.remove(instance);
			if (leave != null) {
				instance.stop(step, signal(instance), leave.why);
			}
		}
	}

	private static ProcessSignal signal(Instance instance) {
		return instance.definition().policies().stop().signal();
	}

	/**
	 * An instance that is about to be stopped.
	 *
	 * @param dependents those that must be down before
	 * @param why the reason
	 */
	private record Leave(List<Instance> dependents, String why) {

		private boolean isDue() {
			return this.dependents.stream().noneMatch((instance) -> instance.state().holdsSlot());
		}

		private String reason() {
			Set<String> names = new TreeSet<>();
			this.dependents.stream()
				.filter((instance) -> instance.state().holdsSlot())
				.forEach((instance) -> names.add("'" + instance.id().process() + "'"));
			return "stops after %s: %s".formatted(String.join(", ", names), this.why);
		}

	}

}
