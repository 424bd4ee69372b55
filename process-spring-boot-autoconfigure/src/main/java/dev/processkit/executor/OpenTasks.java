package dev.processkit.executor;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The tasks of an executor that have not ended, and whether there may be more. Closed and
 * empty, it has terminated, once.
 */
final class OpenTasks {

	private final Set<ProcessTask<?>> tasks = ConcurrentHashMap.newKeySet();

	private final CountDownLatch terminated = new CountDownLatch(1);

	private final Runnable onTermination;

	private volatile boolean closed;

	OpenTasks(Runnable onTermination) {
		this.onTermination = onTermination;
	}

	/**
	 * Add a task.
	 * @param task the task
	 * @return {@code false} if there may be none any more
	 */
	boolean add(ProcessTask<?> task) {
		this.tasks.add(task);
		if (this.closed) {
			remove(task);
			return false;
		}
		return true;
	}

	void remove(ProcessTask<?> task) {
		this.tasks.remove(task);
		terminateIfDone();
	}

	void close() {
		this.closed = true;
		terminateIfDone();
	}

	private void terminateIfDone() {
		if (this.closed && this.tasks.isEmpty() && end()) {
			this.onTermination.run();
		}
	}

	private synchronized boolean end() {
		boolean first = this.terminated.getCount() > 0;
		this.terminated.countDown();
		return first;
	}

	boolean isClosed() {
		return this.closed;
	}

	CountDownLatch terminated() {
		return this.terminated;
	}

	List<ProcessTask<?>> all() {
		return List.copyOf(this.tasks);
	}

}
