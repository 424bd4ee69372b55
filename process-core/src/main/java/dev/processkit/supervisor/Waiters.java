package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.processkit.InstanceState;
import dev.processkit.ProcessException;

/**
 * Futures that wait for instances to get somewhere. Confined to the supervisor's thread.
 */
final class Waiters {

	private final List<Waiter> waiters = new ArrayList<>();

	private final List<RollWaiter> rolls = new ArrayList<>();

	/**
	 * Have a future wait.
	 * @param future the future; given up when somebody else completes it
	 * @param instances the instances; none to wait for the end of the step only
	 * @param goal where each of them should get
	 * @param arrival completes the future
	 */
	void add(CompletableFuture<?> future, List<Instance> instances, Function<Instance, Goal> goal, Runnable arrival) {
		Map<Instance, Goal> goals = new LinkedHashMap<>();
		instances.forEach((instance) -> goals.put(instance, goal.apply(instance)));
		this.waiters.add(new Waiter(future, goals, arrival));
	}

	/**
	 * Have a future wait for the end of a rolling replacement.
	 * @param future the future
	 * @param roll the replacement
	 * @param arrival completes the future
	 */
	void add(CompletableFuture<?> future, Roll roll, Runnable arrival) {
		this.rolls.add(new RollWaiter(future, roll, arrival));
	}

	/** Complete those that have arrived; to be called after each step. */
	void check() {
		this.rolls.removeIf(RollWaiter::completes);
		for (Iterator<Waiter> all = this.waiters.iterator(); all.hasNext();) {
			Waiter waiter = all.next();
			if (waiter.future.isDone() || completes(waiter)) {
				all.remove();
			}
		}
	}

	private boolean completes(Waiter waiter) {
		boolean arrived = true;
		for (Map.Entry<Instance, Goal> entry : waiter.goals.entrySet()) {
			Instance instance = entry.getKey();
			if (!entry.getValue().isReached(instance)) {
				if (entry.getValue().isLost(instance)) {
					waiter.future.completeExceptionally(new ProcessException(
							"Instance '%s' is %s: %s".formatted(instance.id(), instance.state(), instance.reason())));
					return true;
				}
				arrived = false;
			}
		}
		if (arrived) {
			waiter.arrival.run();
		}
		return arrived;
	}

	void failAll(ProcessException reason) {
		this.waiters.forEach((waiter) -> waiter.future.completeExceptionally(reason));
		this.waiters.clear();
		this.rolls.forEach((waiter) -> waiter.future.completeExceptionally(reason));
		this.rolls.clear();
	}

	/**
	 * Where an instance should get.
	 */
	enum Goal {

		/** Ready, unless it is given up or somebody stops it before. */
		UP {
			@Override
			boolean isReached(Instance instance) {
				return instance.state() == InstanceState.READY || instance.state() == InstanceState.PAUSED
						|| instance.state() == InstanceState.COMPLETED;
			}

			@Override
			boolean isLost(Instance instance) {
				return instance.state() == InstanceState.FAILED || !instance.wantedUp();
			}
		},

		/** Down, unless somebody starts it again before. */
		DOWN {
			@Override
			boolean isReached(Instance instance) {
				return !instance.state().holdsSlot();
			}

			@Override
			boolean isLost(Instance instance) {
				return instance.wantedUp();
			}
		},

		/** Ended by itself, and not replaced at once, or given up. */
		BROKEN {
			@Override
			boolean isReached(Instance instance) {
				return instance.state() == InstanceState.BACKING_OFF || instance.state() == InstanceState.FAILED;
			}

			@Override
			boolean isLost(Instance instance) {
				return false;
			}
		},

		/** Down, however long that takes. */
		ENDED {
			@Override
			boolean isReached(Instance instance) {
				return !instance.state().holdsSlot();
			}

			@Override
			boolean isLost(Instance instance) {
				return false;
			}
		};

		abstract boolean isReached(Instance instance);

		/** Whether it cannot be reached any more; asked only while it is not. */
		abstract boolean isLost(Instance instance);

	}

	private record RollWaiter(CompletableFuture<?> future, Roll roll, Runnable arrival) {

		private boolean completes() {
			ProcessException failure = this.roll.failure();
			if (failure != null) {
				this.future.completeExceptionally(failure);
			}
			else if (this.roll.isOver()) {
				this.arrival.run();
			}
			return this.future.isDone();
		}

	}

	private record Waiter(CompletableFuture<?> future, Map<Instance, Goal> goals, Runnable arrival) {

	}

}
