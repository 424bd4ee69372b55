package dev.processkit.supervisor;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The dispatcher: a queue of requests for each process, and one sweep for those that take
 * too long. The sweep runs only while requests are on their way, so an idle application
 * is not woken; time-outs are kept to within a twentieth of a second or five per cent.
 */
final class ProcessDispatcher implements Dispatcher, AutoCloseable {

	private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final ConcurrentHashMap<String, RequestQueue> queues = new ConcurrentHashMap<>();

	private final RequestObserver observer;

	private final ScheduledThreadPoolExecutor sweeper;

	private volatile Consumer<String> onDemand = (process) -> {
	};

	private final AtomicBoolean sweeping = new AtomicBoolean();

	ProcessDispatcher(RequestObserver observer) {
		this.observer = observer;
		this.sweeper = new ScheduledThreadPoolExecutor(1, (task) -> DaemonThreads.named("process-timeouts", task));
		this.sweeper.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.sweeper.allowCoreThreadTimeOut(true);
		this.sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	@Override
	public Route route(String process, Duration timeout, Runnable afterReplies) {
		return new ProcessRoute(queue(process), process, timeout.toNanos(), afterReplies, this.observer);
	}

	RequestQueue queue(String process) {
		return this.queues.computeIfAbsent(process,
				(name) -> new RequestQueue(name, this::keepSweeping, () -> this.onDemand.accept(name)));
	}

	/** A line is not used any more; its process may be gone as well. */
	void detach(String process, WorkerLine line) {
		RequestQueue queue = this.queues.get(process);
		if (queue != null) {
			queue.detach(line);
		}
	}

	/** Forget a process. Who has a route to it gets nothing but refusals from now on. */
	void remove(String process) {
		RequestQueue queue = this.queues.remove(process);
		if (queue != null) {
			queue.close("it was removed");
		}
	}

	/**
	 * Have somebody told of processes whose ready instances are all busy. Told on any
	 * thread, which must not be held up: when the first request has to wait for one of
	 * them, and again when some still wait after another instance became ready.
	 * @param listener takes the name of the process
	 */
	void onDemand(Consumer<String> listener) {
		this.onDemand = listener;
	}

	/** How many requests wait for an instance of a process. */
	int waiting(String process) {
		RequestQueue queue = this.queues.get(process);
		return (queue != null) ? queue.waiting() : 0;
	}

	/** How many requests the instances of a process have and have not answered. */
	int busy(String process) {
		RequestQueue queue = this.queues.get(process);
		return (queue != null) ? queue.busy() : 0;
	}

	private void keepSweeping() {
		if (!this.sweeping.get() && this.sweeping.compareAndSet(false, true)) {
			scheduleSweep();
		}
	}

	private void scheduleSweep() {
		if (!this.sweeper.isShutdown()) {
			this.sweeper.schedule(this::sweep, SWEEP_NANOS, TimeUnit.NANOSECONDS);
		}
	}

	private void sweep() {
		this.sweeping.set(false);
		boolean pending = false;
		long now = System.nanoTime();
		for (RequestQueue queue : this.queues.values()) {
			pending |= queue.expire(now);
		}
		if (pending) {
			keepSweeping();
		}
	}

	/** Requests that are still waiting or on their way fail. */
	@Override
	public void close() {
		this.queues.values().forEach((queue) -> queue.close("the application is shutting down"));
		this.sweeper.shutdown();
	}

}
