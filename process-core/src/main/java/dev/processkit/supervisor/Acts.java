package dev.processkit.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.supervisor.Waiters.Goal;
import org.jspecify.annotations.Nullable;

/**
 * Hands what operators ask for to the supervisor's thread, and has futures wait for what
 * comes of it.
 */
final class Acts {

	private final Fleet fleet;

	private final StepRunner steps;

	Acts(Fleet fleet, StepRunner steps) {
		this.fleet = fleet;
		this.steps = steps;
	}

	/** As {@link Supervisor#add}. */
	CompletableFuture<Void> add(List<ProcessDefinition> definitions, String why) {
		List<CompletableFuture<ProcessStatus>> started = definitions.stream()
			.map((definition) -> new CompletableFuture<ProcessStatus>())
			.toList();
		CompletableFuture<Void> all = CompletableFuture.allOf(started.toArray(CompletableFuture[]::new));
		this.steps.submit(all, (step) -> {
			this.fleet.addAll(step, definitions, why);
			for (int i = 0; i < started.size(); i++) {
				this.steps.await(started.get(i), this.fleet.instancesOf(definitions.get(i).name()),
						(instance) -> Goal.UP);
			}
		});
		return all;
	}

	/**
	 * Act on a process as a whole.
	 * @param process its name
	 * @param act what to do
	 * @return completes once each of its instances is up or down, whichever is wanted
	 * after the act
	 */
	CompletableFuture<ProcessStatus> onProcess(String process, Consumer<Step> act) {
		CompletableFuture<ProcessStatus> future = new CompletableFuture<>();
		this.steps.submit(future, (step) -> {
			act.accept(step);
			this.steps.await(future, this.fleet.instancesOf(process),
					(instance) -> instance.wantedUp() ? Goal.UP : Goal.DOWN);
		});
		return future;
	}

	/**
	 * Act on a target.
	 * @param target a process, an instance or a pid
	 * @param goal where its instances should get; {@code null} for nowhere
	 * @param act what to do
	 * @return completes once they are there
	 */
	CompletableFuture<ProcessStatus> on(String target, @Nullable Goal goal, Act act) {
		CompletableFuture<ProcessStatus> future = new CompletableFuture<>();
		this.steps.submit(future, (step) -> {
			List<Instance> found = this.fleet.resolve(target);
			List<Instance> instances = (goal == Goal.UP) ? this.fleet.staying(found) : found;
			act.on(step, instances);
			if (goal != null) {
				this.steps.await(future, instances, (instance) -> goal);
			}
			else {
				this.steps.afterwards(future, instances.get(0).id().process());
			}
		});
		return future;
	}

	/**
	 * Act on all of a kind.
	 * @param which the kind
	 * @param act what to do
	 * @return completes once none of them is live or will be relaunched by itself
	 */
	CompletableFuture<Void> onAll(Predicate<Instance> which, Act act) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.steps.submit(done, (step) -> {
			List<Instance> instances = this.fleet.all().stream().filter(which).toList();
			act.on(step, instances);
			this.steps.awaitEnd(done, instances);
		});
		return done;
	}

	/** As {@link Supervisor#signalAll}. */
	CompletableFuture<Void> signalAll(ProcessSignal signal) {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		this.steps.submit(sent, (step) -> {
			send(step, this.fleet.all(), signal);
			sent.complete(null);
		});
		return sent;
	}

	/** As {@link Supervisor#awaitAll}. */
	boolean awaitAll(Duration timeout) throws InterruptedException {
		CompletableFuture<Void> ended = onAll((instance) -> true, (step, instances) -> {
		});
		try {
			ended.get(Durations.nanos(timeout), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException | ExecutionException ex) {
			return false;
		}
		finally {
			// Nobody waits any more; it must not be kept until all have ended.
			ended.cancel(false);
		}
	}

	static void pause(Step step, List<Instance> instances, String why) {
		require(instances, (instance) -> instance.definition().program().takesRequests(),
				"is a command without a protocol, so it cannot be paused");
		require(instances, Acts::isPausable, "is not ready, so it cannot be paused");
		instances.forEach((instance) -> instance.pause(step, why));
	}

	static void resume(Step step, List<Instance> instances, String why) {
		require(instances, Acts::isPausable, "is not paused");
		instances.forEach((instance) -> instance.resume(step, why));
	}

	/** What was paused is so, too, while it gets a new process. */
	private static boolean isPausable(Instance instance) {
		return instance.state() == InstanceState.READY || instance.wantedPaused();
	}

	static void signal(Step step, List<Instance> instances, ProcessSignal signal) {
		require(instances, (instance) -> instance.identity() != null, "has no process to signal");
		send(step, instances, signal);
	}

	static void require(List<Instance> instances, Predicate<Instance> condition, String otherwise) {
		for (Instance instance : instances) {
			if (!condition.test(instance)) {
				throw new IllegalProcessStateException("Instance '%s' %s (it is %s: %s)".formatted(instance.id(),
						otherwise, instance.state(), instance.reason()));
			}
		}
	}

	private static void send(Step step, List<Instance> instances, ProcessSignal signal) {
		instances.stream()
			.filter((instance) -> instance.identity() != null)
			.forEach((instance) -> step.effect(new Effect.SendSignal(instance.id(), signal)));
	}

	@FunctionalInterface
	interface Act {

		void on(Step step, List<Instance> instances);

	}

}
