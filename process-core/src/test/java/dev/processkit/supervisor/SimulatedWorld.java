package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.Scaling;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operating system that launches, hangs, crashes and ignores signals at random, on a
 * clock that is turned by hand. It checks the invariants after every step.
 */
final class SimulatedWorld {

	private final Fleet fleet;

	private final int maxProcesses;

	private final Random random;

	private final SimulatedRolls rolls;

	private final SimulatedSpares spares;

	private final SimulatedOrder order;

	private final SimulatedPauses pauses;

	private final PriorityQueue<Future> future = new PriorityQueue<>();

	private final Map<InstanceId, OsProcess> live = new HashMap<>();

	private final Map<InstanceId, Deque<Instant>> restarts = new HashMap<>();

	private Instant now = FleetSimulationTests.epoch();

	private long signals;

	private int grown;

	private int shrunk;

	private long sequence;

	private long nextPid = 1000;

	SimulatedWorld(Fleet fleet, int maxProcesses, Random random) {
		this.fleet = fleet;
		this.maxProcesses = maxProcesses;
		this.random = random;
		this.rolls = new SimulatedRolls(fleet);
		this.order = new SimulatedOrder(fleet);
		this.pauses = new SimulatedPauses(fleet);
		this.spares = new SimulatedSpares(fleet, maxProcesses, random, this::later, () -> this.now);
	}

	SimulatedRolls rolls() {
		return this.rolls;
	}

	SimulatedOrder order() {
		return this.order;
	}

	SimulatedPauses pauses() {
		return this.pauses;
	}

	int grown() {
		return this.grown;
	}

	int shrunk() {
		return this.shrunk;
	}

	SimulatedSpares spares() {
		return this.spares;
	}

	Fleet fleet() {
		return this.fleet;
	}

	long signals() {
		return this.signals;
	}

	int liveProcesses() {
		return this.live.size();
	}

	/** Turn the clock to the next thing that happens, and let it happen. */
	void advance() {
		Future next = this.future.poll();
		if (next != null) {
			this.now = next.at.isAfter(this.now) ? next.at : this.now;
			next.what.run();
		}
	}

	void settle() {
		while (!this.future.isEmpty()) {
			advance();
		}
	}

	void decide(boolean byOperator, Consumer<Step> signal) {
		this.signals++;
		Step step = Step.at(this.now, this.random::nextDouble);
		try {
			signal.accept(step);
			this.fleet.follow(step);
		}
		finally {
			step.effects().forEach((effect) -> run(effect, byOperator));
			this.fleet.names().forEach(this.fleet::prune);
			this.spares.review();
			checkInvariants();
		}
	}

	private void run(Effect effect, boolean byOperator) {
		Instance instance = this.fleet.find(effect.instance());
		if (effect instanceof Effect.Launch launch) {
			this.order.onLaunch(launch);
			this.spares.launch(launch.definition(),
					() -> later(this.random.nextInt(5), () -> launch(launch, instance)));
		}
		else if (effect instanceof Effect.SetAlarm alarm) {
			later(alarm.after().toMillis() + 1, () -> decide(false,
					(step) -> instance.alarm(step, alarm.alarm(), alarm.epoch(), silence(instance))));
		}
		else if (effect instanceof Effect.CheckIdle check) {
			later(check.after().toMillis(),
					() -> decide(false, (step) -> this.fleet.pools().checkIdle(step, check, load(check.process()))));
		}
		else if (effect instanceof Effect.Publish publish) {
			check(publish.event(), instance, byOperator);
		}
		else {
			affect(this.live.get(effect.instance()), effect);
		}
	}

	private void affect(OsProcess process, Effect effect) {
		if (process == null) {
			return;
		}
		if (effect instanceof Effect.Kill) {
			later(1 + this.random.nextInt(20), () -> exit(process, 137));
		}
		else if (effect instanceof Effect.RequestStop && this.random.nextInt(3) > 0) {
			later(1 + this.random.nextInt(3000), () -> exit(process, this.random.nextBoolean() ? 0 : 143));
		}
	}

	private void launch(Effect.Launch launch, Instance instance) {
		if (this.random.nextInt(10) == 0) {
			decide(false, (step) -> instance.launchFailed(step, launch.launch(), "no memory"));
			return;
		}
		assertThat(this.live).as("one process per instance").doesNotContainKey(launch.instance());
		OsProcess process = new OsProcess(instance, launch.launch());
		this.live.put(launch.instance(), process);
		long pid = this.nextPid++;
		decide(false, (step) -> instance.launched(step, launch.launch(), new ProcessIdentity(pid, pid, this.now),
				this.now, "launched"));
		if (this.random.nextInt(10) > 0) {
			later(this.random.nextInt(2000),
					() -> decide(false, (step) -> instance.ready(step, launch.launch(), "it says so")));
		}
		boolean steady = launch.instance().process().startsWith("pool");
		int fate = this.random.nextInt(steady ? 60 : 4);
		if (fate < 3) {
			later((fate == 0) ? 30_000 : this.random.nextInt(4000), () -> exit(process, this.random.nextInt(2)));
		}
		if (this.random.nextInt(steady ? 200 : 20) == 0) {
			later(this.random.nextInt(4000),
					() -> decide(false, (step) -> instance.retire(step, launch.launch(), "served enough")));
		}
		if (this.random.nextInt(steady ? 200 : 20) == 0) {
			later(this.random.nextInt(2000),
					() -> decide(false, (step) -> instance.channelClosed(step, launch.launch(), "bad frame")));
		}
	}

	private void exit(OsProcess process, int code) {
		InstanceId id = process.instance.id();
		if (this.live.remove(id, process)) {
			ProcessExit exit = ProcessExit.of(code, this.now, false);
			decide(false, (step) -> process.instance.exited(step, process.launch, exit, exit.describe()));
		}
	}

	private Load load(String process) {
		Map<InstanceId, Load.Work> work = new HashMap<>();
		this.fleet.find(process)
			.forEach((instance) -> work.put(instance.id(),
					new Load.Work((this.random.nextInt(8) == 0) ? 1 : 0, instance.launch())));
		return new Load((this.random.nextInt(8) == 0) ? 1 : 0, work);
	}

	private Duration silence(Instance instance) {
		return (this.random.nextInt(10) == 0) ? Duration.ofSeconds(4) : Duration.ofMillis(this.random.nextInt(500));
	}

	private void later(long millis, Runnable what) {
		this.future.add(new Future(this.now.plusMillis(millis), this.sequence++, what));
	}

	private void check(ProcessEvent event, Instance instance, boolean byOperator) {
		assertThat(event.reason()).isNotBlank();
		if (event instanceof ProcessEvent.StateChanged change) {
			assertThat(change.from().successors()).as("%s", change).contains(change.to());
			if (change.from() == InstanceState.FAILED && change.to() == InstanceState.STARTING) {
				assertThat(byOperator).as("%s only by an operator", change).isTrue();
			}
			checkIntensity(change, instance, byOperator);
			this.rolls.onChange(change);
			this.order.onChange(change, instance);
			this.pauses.onChange(change, instance);
			this.grown += change.reason().endsWith("instances are busy") ? 1 : 0;
			this.shrunk += (change.to() == InstanceState.STOPPING && change.reason().startsWith("idle for")) ? 1 : 0;
		}
	}

	/** Restarts count when they are decided, from one operator's start to the next. */
	private void checkIntensity(ProcessEvent.StateChanged change, Instance instance, boolean byOperator) {
		Deque<Instant> times = this.restarts.computeIfAbsent(change.instance(), (id) -> new ArrayDeque<>());
		boolean atOnce = change.to() == InstanceState.STARTING && change.from().isLive()
				&& change.reason().contains("restarting at once");
		boolean startedByOperator = byOperator && change.from() == InstanceState.BACKING_OFF;
		if (change.to() == InstanceState.STARTING && (startedByOperator || !change.from().holdsSlot())) {
			times.clear();
		}
		else if (change.to() == InstanceState.BACKING_OFF || atOnce) {
			var intensity = instance.definition().policies().restart().intensity();
			times.addLast(this.now);
			times.removeIf((time) -> !time.isAfter(this.now.minus(intensity.within())));
			assertThat(times.size()).as("restarts of %s within the intensity", change.instance())
				.isLessThanOrEqualTo(intensity.maxRestarts());
		}
	}

	private void checkInvariants() {
		this.rolls.check(this.now);
		this.order.check(this.now);
		this.pauses.check();
		this.fleet.pools().all().forEach(this::checkPool);
		assertThat(this.live.size() + this.spares.live()).as("live processes").isLessThanOrEqualTo(this.maxProcesses);
		assertThat(this.fleet.count(InstanceState::holdsSlot)).as("slots").isLessThanOrEqualTo(this.maxProcesses);
		for (OsProcess process : this.live.values()) {
			assertThat(process.instance.state().isLive()).as("%s owns its process", process.instance.id()).isTrue();
		}
		for (Instance instance : this.fleet.all()) {
			boolean stuck = !instance.wantedUp() && instance.state() == InstanceState.STOPPING
					&& Duration.between(instance.status().since(), this.now).compareTo(Duration.ofSeconds(5)) > 0;
			assertThat(stuck).as("stop of %s ends", instance.id()).isFalse();
		}
	}

	private void checkPool(ProcessDefinition pool) {
		Scaling scaling = pool.policies().scaling();
		assertThat(pool.instances()).as("size of %s", pool.name()).isBetween(scaling.min(), scaling.max());
		boolean rolling = this.fleet.findMember(pool.name()).roll() != null;
		assertThat(this.fleet.find(pool.name())).as("instances of %s", pool.name())
			.hasSizeBetween(scaling.min(), scaling.max() + (rolling ? 1 : 0));
	}

	private record OsProcess(Instance instance, long launch) {

	}

	private record Future(Instant at, long sequence, Runnable what) implements Comparable<Future> {

		@Override
		public int compareTo(Future other) {
			int byTime = this.at.compareTo(other.at);
			return (byTime != 0) ? byTime : Long.compare(this.sequence, other.sequence);
		}

	}

}
