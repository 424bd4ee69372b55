package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessSignal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must be true in a simulation of processes that depend on each other.
 */
final class SimulatedOrder {

	static final String STOP_ALL = "everything stops";

	/** More than the grace periods of the longest chain. */
	private static final Duration LONGEST = Duration.ofSeconds(15);

	private final Fleet fleet;

	private final Map<Instance, Instant> leaving = new HashMap<>();

	private int launched;

	private int failed;

	private int stoppedInOrder;

	private int stoppedByGroup;

	SimulatedOrder(Fleet fleet) {
		this.fleet = fleet;
	}

	void requireUsed() {
		assertThat(this.launched).as("launches after their dependencies").isGreaterThan(500);
		assertThat(this.failed).as("failed with their dependency").isGreaterThan(5);
		assertThat(this.stoppedInOrder).as("stopped after their dependents").isGreaterThan(5);
		assertThat(this.stoppedByGroup).as("stopped with their group").isGreaterThan(5);
	}

	void onLaunch(Effect.Launch launch) {
		for (String process : launch.definition().dependsOn()) {
			assertThat(this.fleet.findMember(process).permanent()).as("%s is launched", launch.instance())
				.allMatch(SimulatedOrder::isUp);
			this.launched++;
		}
	}

	void onChange(ProcessEvent.StateChanged change, Instance instance) {
		if (change.to() == InstanceState.STOPPING && change.reason().equals(STOP_ALL) && instance.identity() != null) {
			for (ProcessDefinition dependent : this.fleet.definitions()) {
				if (dependent.dependsOn().contains(change.instance().process())) {
					assertThat(this.fleet.find(dependent.name())).as("%s is stopped", change.instance())
						.noneMatch((other) -> other.state().holdsSlot());
					this.stoppedInOrder++;
				}
			}
		}
		this.failed += change.reason().startsWith("it depends on") ? 1 : 0;
		boolean byGroup = change.to() == InstanceState.STOPPING && change.reason().startsWith("group ");
		this.stoppedByGroup += byGroup ? 1 : 0;
	}

	void check(Instant now) {
		for (Instance instance : this.fleet.all()) {
			if (instance.isHeld()) {
				assertThat(instance.state()).isEqualTo(InstanceState.STARTING);
				assertThat(instance.definition().dependsOn()).as("what %s waits for", instance.id())
					.anyMatch((process) -> !this.fleet.findMember(process)
						.permanent()
						.stream()
						.allMatch(SimulatedOrder::isUp));
			}
			if (!instance.wantedUp() && instance.state().holdsSlot()) {
				Instant since = this.leaving.computeIfAbsent(instance, (one) -> now);
				assertThat(Duration.between(since, now)).as("%s ends: %s", instance.id(), instance.reason())
					.isLessThan(LONGEST);
			}
			else {
				this.leaving.remove(instance);
			}
		}
	}

	static void stopAll(Fleet fleet, Step step) {
		fleet.stop(step, fleet.all(), STOP_ALL);
	}

	/** Two of three are steady, or nothing would ever depend on what is ready. */
	static List<ProcessDefinition> definitions() {
		return List.of(definition("pool-base"), definition("flaky").withInstances(2),
				definition("pool-middle", "pool-base"), definition("top", "pool-middle", "flaky"),
				definition("pool-side", "pool-base"), definition("lone"));
	}

	private static ProcessDefinition definition(String name, String... dependsOn) {
		return OrderTests.process(name, dependsOn)
			.withPolicies((policies) -> policies.withRestart(FleetSimulationTests.RESTART)
				.withStop(new dev.processkit.StopPolicy(ProcessSignal.TERM, Duration.ofSeconds(2), true)));
	}

	private static boolean isUp(Instance instance) {
		return instance.state() == InstanceState.READY || instance.state() == InstanceState.PAUSED
				|| instance.state() == InstanceState.COMPLETED;
	}

}
