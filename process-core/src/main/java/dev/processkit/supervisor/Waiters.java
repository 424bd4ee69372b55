package dev.processkit.supervisor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.processkit.InstanceState;
import dev.processkit.ProcessException;
import dev.processkit.ProcessStatus;

/**
 * Futures that wait for instances to get somewhere. Confined to the supervisor's thread.
 */
final class Waiters {

	private final List<Waiter> waiters = new ArrayList<>();

	private final Function<String, ProcessStatus> status;

	Waiters(Function<String, ProcessStatus> status) {
		this.status = status;
	}

	void add(CompletableFuture<ProcessStatus> future, List<Instance> instances, Goal goal) {
		this.waiters.add(new Waiter(future, instances, goal));
	}

	/** Complete those that have arrived; to be called after each step. */
	void check() {
		for (Iterator<Waiter> all = this.waiters.iterator(); all.hasNext();) {
			Waiter waiter = all.next();
			if (waiter.future.isDone() || completes(waiter)) {
				all.remove();
			}
		}
	}

	private boolean completes(Waiter waiter) {
		for (Instance instance : waiter.instances) {
			if (waiter.goal == Goal.UP && isLost(instance)) {
				waiter.future.completeExceptionally(new ProcessException(
						"Instance '%s' is %s: %s".formatted(instance.id(), instance.state(), instance.reason())));
				return true;
			}
			if (!waiter.goal.isReached(instance)) {
				return false;
			}
		}
		waiter.future.complete(this.status.apply(waiter.instances.get(0).id().process()));
		return true;
	}

	private static boolean isLost(Instance instance) {
		return instance.state() == InstanceState.FAILED || (!instance.wantedUp() && !hasRun(instance));
	}

	private static boolean hasRun(Instance instance) {
		return instance.state() == InstanceState.READY || instance.state() == InstanceState.COMPLETED;
	}

	void failAll(ProcessException reason) {
		this.waiters.forEach((waiter) -> waiter.future.completeExceptionally(reason));
		this.waiters.clear();
	}

	/**
	 * Where instances should get.
	 */
	enum Goal {

		UP {
			@Override
			boolean isReached(Instance instance) {
				return hasRun(instance) || instance.state() == InstanceState.PAUSED;
			}
		},

		DOWN {
			@Override
			boolean isReached(Instance instance) {
				return !instance.state().holdsSlot();
			}
		};

		abstract boolean isReached(Instance instance);

	}

	private record Waiter(CompletableFuture<ProcessStatus> future, List<Instance> instances, Goal goal) {

	}

}
