package dev.processkit.supervisor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

import dev.processkit.InstanceId;

/**
 * Runs launches on threads of their own, since each blocks for a millisecond or two, and
 * keeps the number of JVMs that start at once small: more only makes each of them slower
 * and run into its start time-out. Confined to the supervisor's thread.
 */
final class LaunchQueue {

	private final Executor threads;

	private final int maxStarting;

	private final Deque<Pending> waiting = new ArrayDeque<>();

	private final Set<InstanceId> starting = new HashSet<>();

	LaunchQueue(Executor threads, int maxStarting) {
		this.threads = threads;
		this.maxStarting = maxStarting;
	}

	void submit(Effect.Launch launch, boolean worker, Runnable task) {
		if (worker) {
			this.waiting.addLast(new Pending(launch, task));
			advance();
		}
		else {
			this.threads.execute(task);
		}
	}

	/**
	 * Take a launch back.
	 * @param instance the instance
	 * @param launch the number of the launch
	 * @return {@code false} if it is too late
	 */
	boolean cancel(InstanceId instance, long launch) {
		return this.waiting
			.removeIf((pending) -> pending.launch.instance().equals(instance) && pending.launch.launch() == launch);
	}

	/** The instance is ready, or not starting any more. */
	void settled(InstanceId instance) {
		if (this.starting.remove(instance)) {
			advance();
		}
	}

	private void advance() {
		while (!this.waiting.isEmpty() && this.starting.size() < this.maxStarting) {
			Pending next = this.waiting.removeFirst();
			this.starting.add(next.launch.instance());
			this.threads.execute(next.task);
		}
	}

	private record Pending(Effect.Launch launch, Runnable task) {

	}

}
