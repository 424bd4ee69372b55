package dev.processkit.supervisor;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The dispatcher: a queue of requests for each process, and one sweep for those that take
 * too long.
 */
final class ProcessDispatcher implements Dispatcher, AutoCloseable {

	private final ConcurrentHashMap<String, RequestQueue> queues = new ConcurrentHashMap<>();

	/** Why those that are not there yet are not. */
	private final ConcurrentHashMap<String, String> announced = new ConcurrentHashMap<>();

	private final RequestObserver observer;

	private final Sweeper sweeper = new Sweeper(this::expire);

	private volatile Consumer<String> onDemand = (process) -> {
	};

	ProcessDispatcher(RequestObserver observer) {
		this.observer = observer;
	}

	@Override
	public Route route(String process, Duration timeout, Runnable afterReplies) {
		return new ProcessRoute(process, () -> queue(process), timeout, afterReplies, this.observer);
	}

	RequestQueue queue(String process) {
		return this.queues.computeIfAbsent(process, this::open);
	}

	private RequestQueue open(String process) {
		RequestQueue queue = new RequestQueue(process, this.sweeper::due, () -> this.onDemand.accept(process));
		queue.setUnavailable(absence(process));
		return queue;
	}

	/**
	 * Announce a process that will be added. To be called before anybody has a route to
	 * it.
	 * @param process the process
	 * @param absence why it is not there yet
	 */
	void announce(String process, String absence) {
		this.announced.put(process, absence);
	}

	/** Why a process is not there that was not added. */
	String absence(String process) {
		return this.announced.getOrDefault(process, "there is no process of this name");
	}

	/**
	 * Have done with a line whose worker has ended.
	 * @param process the process; it may be gone as well
	 * @param line the line
	 * @param how how the worker ended
	 */
	void release(String process, WorkerLine line, String how) {
		RequestQueue queue = this.queues.get(process);
		if (queue != null) {
			queue.repeat(line.ended(how));
			queue.detach(line);
		}
	}

	/**
	 * Forget a process. Who has a route to it gets refusals until there is another one of
	 * the same name.
	 */
	void remove(String process) {
		this.announced.remove(process);
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

	private long expire(long nowNanos) {
		long next = Long.MAX_VALUE;
		for (RequestQueue queue : this.queues.values()) {
			next = Math.min(next, queue.expire(nowNanos));
		}
		return next;
	}

	/** Requests that are still waiting or on their way fail. */
	@Override
	public void close() {
		this.queues.values().forEach((queue) -> queue.close("the application is shutting down"));
		this.sweeper.close();
	}

}
