package dev.processkit.supervisor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;

/**
 * Spares of a simulated world, which start, die and go at random, by the plan.
 */
final class SimulatedSpares {

	private final Fleet fleet;

	private final SparePlan plan;

	private final Random random;

	private final BiConsumer<Long, Runnable> later;

	private final Supplier<Instant> now;

	private final Set<InstanceId> live = new HashSet<>();

	private final List<Runnable> held = new ArrayList<>();

	private int taken;

	private int waited;

	SimulatedSpares(Fleet fleet, int maxProcesses, Random random, BiConsumer<Long, Runnable> later,
			Supplier<Instant> now) {
		this.fleet = fleet;
		this.plan = new SparePlan(maxProcesses);
		this.plan.setSpares(2);
		this.random = random;
		this.later = later;
		this.now = now;
	}

	int live() {
		return this.live.size();
	}

	int taken() {
		return this.taken;
	}

	int waited() {
		return this.waited;
	}

	/** Launch an instance: of a spare, or when there is room for it. */
	void launch(ProcessDefinition definition, Runnable task) {
		InstanceId spare = this.plan.take(definition);
		if (spare != null) {
			this.taken++;
			this.live.remove(spare);
			task.run();
		}
		else if (fits()) {
			task.run();
		}
		else {
			this.waited++;
			this.held.add(task);
		}
	}

	void review() {
		SpareDemand demand = SpareDemand.of(this.fleet);
		for (InstanceId given : this.plan.giveUp(demand)) {
			this.later.accept(1L + this.random.nextInt(20), () -> end(given));
		}
		SpareKind next = this.plan.next(demand, this.now.get());
		if (next != null) {
			InstanceId id = this.plan.launch(next, this.now.get());
			this.live.add(id);
			this.later.accept((long) this.random.nextInt(100), () -> this.plan.ready(id, this.now.get()));
			if (this.random.nextInt(5) == 0) {
				this.later.accept((long) this.random.nextInt(1000), () -> end(id));
			}
		}
	}

	private void end(InstanceId id) {
		if (this.live.remove(id)) {
			this.plan.ended(id, this.now.get());
		}
		if (!this.held.isEmpty() && fits()) {
			List<Runnable> released = List.copyOf(this.held);
			this.held.clear();
			released.forEach(Runnable::run);
		}
	}

	private boolean fits() {
		return this.plan.fits((int) this.fleet.count(InstanceState::holdsSlot));
	}

}
