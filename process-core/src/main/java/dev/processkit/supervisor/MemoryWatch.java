package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.ProcessIdentity;
import dev.processkit.ResourcePolicy;
import dev.processkit.launch.TreeMemory;

/**
 * Looks once a second how much memory those use that have a limit, on a thread of its own
 * that is there as long as there are such. Thread-safe.
 */
final class MemoryWatch {

	private static final Logger LOGGER = System.getLogger(MemoryWatch.class.getName());

	private static final long INTERVAL_MILLIS = 1000;

	private final Consumer<Consumer<Step>> decisions;

	private final Map<InstanceId, Watched> watched = new ConcurrentHashMap<>();

	private boolean looking;

	/**
	 * Create a watch.
	 * @param decisions takes what it finds, on any thread
	 */
	MemoryWatch(Consumer<Consumer<Step>> decisions) {
		this.decisions = decisions;
	}

	/**
	 * Watch a process, if it has a limit.
	 * @param launch its launch
	 * @param instance its instance
	 * @param identity the process
	 */
	void watch(Effect.Launch launch, Instance instance, ProcessIdentity identity) {
		ResourcePolicy limits = launch.definition().policies().resources();
		if (limits.limitsMemory()) {
			this.watched.put(launch.instance(), new Watched(launch.launch(), instance, identity, limits));
			lookOn();
		}
	}

	/**
	 * The process of an instance has ended.
	 * @param instance the instance
	 */
	void forget(InstanceId instance) {
		this.watched.remove(instance);
	}

	private synchronized void lookOn() {
		if (!this.looking) {
			this.looking = true;
			ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
					(task) -> DaemonThreads.named("process-memory", task));
			thread.scheduleWithFixedDelay(() -> look(thread), INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private synchronized boolean isOver() {
		this.looking = !this.watched.isEmpty();
		return !this.looking;
	}

	private void look(ScheduledThreadPoolExecutor thread) {
		try {
			if (isOver()) {
				thread.shutdown();
				return;
			}
			Map<ProcessIdentity, Watched> processes = new HashMap<>();
			this.watched.values().forEach((process) -> processes.put(process.identity, process));
			Map<ProcessIdentity, Long> limits = new HashMap<>();
			processes.forEach((identity, process) -> limits.put(identity, MemoryVerdict.lowest(process.limits)));
			TreeMemory.above(limits).forEach((identity, used) -> {
				Watched process = processes.get(identity);
				if (process != null) {
					MemoryVerdict verdict = new MemoryVerdict(process.launch, used, process.limits);
					this.decisions.accept((step) -> verdict.apply(step, process.instance));
				}
			});
		}
		catch (RuntimeException ex) {
			LOGGER.log(Level.WARNING, "Cannot tell how much memory is used; looked again in a second", ex);
		}
	}

	private record Watched(long launch, Instance instance, ProcessIdentity identity, ResourcePolicy limits) {

	}

}
