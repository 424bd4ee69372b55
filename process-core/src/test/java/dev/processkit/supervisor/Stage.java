package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;

/**
 * A fleet whose processes do what a test says, on a clock that is turned by hand.
 */
final class Stage {

	final Fleet fleet;

	final List<Effect> effects = new ArrayList<>();

	private final Map<InstanceId, Load.Work> work = new HashMap<>();

	int waiting;

	private Instant now = FleetSimulationTests.epoch();

	private long nextPid = 1000;

	Stage(int maxProcesses, ProcessDefinition... definitions) {
		this.fleet = new Fleet(maxProcesses);
		act((step) -> this.fleet.addAll(step, List.of(definitions), "test"));
	}

	void act(Consumer<Step> signal) {
		Step step = Step.at(this.now, () -> 0.5);
		signal.accept(step);
		this.fleet.follow(step);
		this.fleet.names().forEach(this.fleet::prune);
		this.effects.addAll(step.effects());
	}

	/** Whatever is starting becomes ready, until nothing is. */
	void settle() {
		boolean moved = true;
		while (moved) {
			moved = false;
			for (Instance instance : this.fleet.all()) {
				moved |= settle(instance);
			}
		}
	}

	/** It becomes ready, or ends as it was asked to. */
	boolean settle(Instance instance) {
		if (instance.state() == InstanceState.STARTING && !instance.isHeld()) {
			ready(instance);
			return true;
		}
		if (instance.state() == InstanceState.STOPPING) {
			exit(instance, 0);
			return true;
		}
		return false;
	}

	void ready(Instance instance) {
		launched(instance);
		act((step) -> instance.ready(step, instance.launch(), "it says so"));
	}

	void launched(Instance instance) {
		long pid = this.nextPid++;
		act((step) -> instance.launched(step, instance.launch(), new ProcessIdentity(pid, pid, this.now), this.now,
				"launched"));
	}

	void exit(Instance instance, int code) {
		if (instance.identity() == null) {
			launched(instance);
		}
		ProcessExit exit = ProcessExit.of(code, this.now, false);
		act((step) -> instance.exited(step, instance.launch(), exit, exit.describe()));
	}

	void busy(String process, int index, long taken) {
		this.work.put(new InstanceId(process, index), new Load.Work(1, taken));
	}

	/** Turn the clock by steps of a second; idle looks happen when they are due. */
	void pass(Duration time) {
		for (long second = 0; second < time.toSeconds(); second++) {
			this.now = this.now.plusSeconds(1);
			Map<Effect.CheckIdle, Instant> due = new HashMap<>(this.looks);
			collectLooks();
			due.forEach((check, at) -> {
				if (!at.isAfter(this.now)) {
					this.looks.remove(check);
					act((step) -> this.fleet.pools().checkIdle(step, check, load(check.process())));
				}
			});
			collectLooks();
		}
	}

	private final Map<Effect.CheckIdle, Instant> looks = new HashMap<>();

	private int collected;

	private void collectLooks() {
		for (; this.collected < this.effects.size(); this.collected++) {
			if (this.effects.get(this.collected) instanceof Effect.CheckIdle check) {
				this.looks.put(check, this.now.plus(check.after()));
			}
		}
	}

	private Load load(String process) {
		Map<InstanceId, Load.Work> all = new HashMap<>();
		this.fleet.find(process)
			.forEach((instance) -> all.put(instance.id(), this.work.getOrDefault(instance.id(), new Load.Work(0, 0))));
		return new Load(this.waiting, all);
	}

	Instance instance(String process, int index) {
		return this.fleet.find(process).get(index);
	}

	List<InstanceState> states(String process) {
		return this.fleet.find(process).stream().map(Instance::state).toList();
	}

	<T extends Effect> List<T> effects(Class<T> type) {
		return this.effects.stream().filter(type::isInstance).map(type::cast).toList();
	}

}
