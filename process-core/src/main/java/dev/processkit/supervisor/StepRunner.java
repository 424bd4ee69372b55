package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessException;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessStatus;
import dev.processkit.UnknownProcessException;
import dev.processkit.supervisor.Waiters.Goal;

/**
 * The loop of the supervisor: take a signal, decide, run the effects, publish the new
 * status, complete the futures that have waited for it. Everything but {@link #submit}
 * runs on the supervisor's thread.
 */
final class StepRunner implements EffectRunner.Steps {

	private static final Logger LOGGER = System.getLogger(StepRunner.class.getName());

	private final Fleet fleet;

	private final StatusBoard board;

	private final ProcessDispatcher dispatcher;

	private final SupervisorLoop loop;

	private final Waiters waiters = new Waiters();

	private final InstantSource clock;

	private final EffectRunner effects;

	private final PoolWatch pools;

	private final OutputCollector output;

	private final SparePool spares;

	private boolean closed;

	StepRunner(Fleet fleet, StatusBoard board, ProcessDispatcher dispatcher, SupervisorLoop loop,
			EffectRunner.Outside outside) {
		this.fleet = fleet;
		this.board = board;
		this.dispatcher = dispatcher;
		this.loop = loop;
		this.clock = outside.clock();
		this.output = outside.output();
		this.pools = new PoolWatch(fleet, dispatcher, board, loop, this);
		this.spares = new SparePool(new SparePlan(fleet.maxProcesses()), fleet, outside, loop, board::setSpares);
		this.effects = new EffectRunner(outside, dispatcher, board, loop, this, this.spares);
	}

	/** Change the number of spares. */
	void keepSpares(int spares) {
		this.loop.execute(() -> this.spares.keep(spares));
	}

	/**
	 * Hand over an operator's act.
	 * @param future completed exceptionally when the act is refused, or comes too late
	 * @param action the act
	 */
	void submit(CompletableFuture<?> future, Consumer<Step> action) {
		boolean taken = this.loop.execute(() -> {
			try {
				requireOpen();
				take(action);
			}
			catch (RuntimeException | Error ex) {
				future.completeExceptionally(ex);
			}
		});
		if (!taken) {
			future.completeExceptionally(closedException());
		}
	}

	private void requireOpen() {
		if (this.closed) {
			throw closedException();
		}
	}

	private static ProcessException closedException() {
		return new ProcessException("The supervisor is closed");
	}

	@Override
	public void step(Consumer<Step> action) {
		take(action);
	}

	private void take(Consumer<Step> action) {
		Step step = Step.at(this.clock.instant(), () -> ThreadLocalRandom.current().nextDouble());
		action.accept(step);
		this.fleet.follow(step);
		Set<String> touched = new LinkedHashSet<>();
		boolean changed = false;
		for (Effect effect : step.effects()) {
			Instance instance = this.fleet.find(effect.instance());
			if (instance != null) {
				touched.add(instance.id().process());
				carryOut(effect, instance);
				if (effect instanceof Effect.Publish publish && publish.event() instanceof ProcessEvent.StateChanged) {
					this.effects.stateChanged(instance);
					changed = true;
				}
			}
		}
		touched.forEach((process) -> this.fleet.prune(process).forEach(this.output::forget));
		touched.forEach(this::refresh);
		this.pools.refresh();
		if (changed) {
			this.spares.review();
		}
		this.waiters.check();
	}

	/**
	 * What goes wrong with one effect must not keep others, of other instances, from
	 * happening.
	 */
	private void carryOut(Effect effect, Instance instance) {
		try {
			if (effect instanceof Effect.CheckIdle check) {
				this.pools.later(check);
			}
			else {
				this.effects.run(effect, instance);
			}
		}
		catch (RuntimeException | Error ex) {
			LOGGER.log(Level.ERROR, "Could not carry out " + effect, ex);
		}
	}

	/** Have processes belong together from now on. */
	void regroup(List<ProcessGroup> groups) {
		this.fleet.groups().set(groups);
		this.board.setGroups(groups);
	}

	/** Publish what a process is now. */
	void refresh(String process) {
		List<Instance> instances = this.fleet.instancesOf(process);
		ProcessDefinition definition = this.fleet.definition(process);
		RequestQueue queue = this.dispatcher.queue(process);
		queue.configure(definition.policies().requests());
		queue.setGathered(definition.policies().scaling() != null);
		queue.setUnavailable(Availability.reasonAgainst(instances));
		this.board.put(definition, instances.stream().map(Instance::status).toList());
	}

	/** Complete a future once instances have got somewhere. */
	void await(CompletableFuture<ProcessStatus> future, List<Instance> instances, Function<Instance, Goal> goal) {
		String process = instances.get(0).id().process();
		this.waiters.add(future, instances, goal, () -> future.complete(requireStatus(process)));
	}

	/** Complete a future once a rolling replacement is done. */
	void await(CompletableFuture<ProcessStatus> future, String process, Roll roll) {
		this.waiters.add(future, roll, () -> future.complete(requireStatus(process)));
	}

	/** Complete a future once none of the instances will run any more by itself. */
	void awaitEnd(CompletableFuture<Void> future, List<Instance> instances) {
		this.waiters.add(future, instances, (instance) -> Goal.ENDED, () -> future.complete(null));
	}

	/** Complete a future after the step that is under way. */
	void afterwards(CompletableFuture<ProcessStatus> future, String process) {
		this.waiters.add(future, List.of(), (instance) -> Goal.ENDED, () -> future.complete(requireStatus(process)));
	}

	/** Completes once all that was to be run after exits is over. */
	CompletableFuture<Void> hooksEnded() {
		return this.effects.hooksEnded();
	}

	/** Fail what waits, and whatever is handed over from now on. */
	void abandon() {
		this.loop.execute(() -> {
			this.closed = true;
			this.waiters.failAll(closedException());
		});
		this.effects.closeHooks();
	}

	private ProcessStatus requireStatus(String process) {
		ProcessStatus status = this.board.find(process);
		if (status == null) {
			throw new UnknownProcessException(process);
		}
		return status;
	}

}
