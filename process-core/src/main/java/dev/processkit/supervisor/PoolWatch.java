package dev.processkit.supervisor;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;

/**
 * Tells the fleet when requests find all instances of a pool busy, and what each of them
 * has to do. Requests are watched only while the pool could grow, and the first that
 * finds no idle instance ends the watch: under full load nothing is told again and again.
 * Confined to the supervisor's thread, but for {@link #onDemand}.
 */
final class PoolWatch {

	private final Fleet fleet;

	private final ProcessDispatcher dispatcher;

	private final StatusBoard board;

	private final SupervisorLoop loop;

	private final EffectRunner.Steps steps;

	private final Set<String> watched = ConcurrentHashMap.newKeySet();

	PoolWatch(Fleet fleet, ProcessDispatcher dispatcher, StatusBoard board, SupervisorLoop loop,
			EffectRunner.Steps steps) {
		this.fleet = fleet;
		this.dispatcher = dispatcher;
		this.board = board;
		this.loop = loop;
		this.steps = steps;
		dispatcher.onDemand(this::onDemand);
	}

	/** From any thread. */
	private void onDemand(String process) {
		if (this.watched.remove(process)) {
			later((step) -> this.fleet.pools().demand(step, process));
		}
	}

	/** Watch what may grow, and nothing else; to be called after each step. */
	void refresh() {
		for (ProcessDefinition pool : this.fleet.pools().all()) {
			boolean grows = this.fleet.pools().mayGrow(pool.name());
			if (!grows) {
				this.watched.remove(pool.name());
				this.dispatcher.queue(pool.name()).watch(0);
			}
			else if (this.watched.add(pool.name())) {
				int concurrency = pool.policies().requests().concurrency();
				this.dispatcher.queue(pool.name()).watch((concurrency != Integer.MAX_VALUE) ? concurrency : 1);
				if (this.dispatcher.waiting(pool.name()) > 0) {
					onDemand(pool.name());
				}
			}
		}
	}

	void later(Effect.CheckIdle check) {
		this.loop.schedule(
				() -> this.steps.step((step) -> this.fleet.pools().checkIdle(step, check, load(check.process()))),
				check.after());
	}

	private Load load(String process) {
		Map<InstanceId, Load.Work> work = new HashMap<>();
		this.fleet.find(process).forEach((instance) -> {
			WorkerLine line = this.board.line(instance.id());
			if (line != null) {
				work.put(instance.id(), new Load.Work(line.busy(), line.taken()));
			}
		});
		return new Load(this.dispatcher.waiting(process), work);
	}

	private void later(Consumer<Step> signal) {
		this.loop.execute(() -> this.steps.step(signal));
	}

}
