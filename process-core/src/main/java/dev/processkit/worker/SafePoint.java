package dev.processkit.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a worker that works in rounds, until it comes to the gap between two
 * of them. Asked from any thread, heeded by the one that works.
 */
final class SafePoint implements Executor, Runnable {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition asked = this.lock.newCondition();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	/** Whether something was asked since the last look. */
	private boolean attention;

	/** Have something run in the next gap. */
	@Override
	public void execute(Runnable task) {
		this.lock.lock();
		try {
			this.tasks.add(task);
			run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Have the worker look around, should it be waiting. */
	@Override
	public void run() {
		this.lock.lock();
		try {
			this.attention = true;
			this.asked.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Run what was asked for, in that order. */
	void runTasks() {
		Runnable task = poll();
		while (task != null) {
			task.run();
			task = poll();
		}
	}

	private @Nullable Runnable poll() {
		this.lock.lock();
		try {
			return this.tasks.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until something is asked, or was since the last time.
	 * @param nanos how long at most
	 */
	void await(long nanos) {
		this.lock.lock();
		try {
			long left = nanos;
			while (!this.attention && left > 0) {
				left = awaitNanos(left);
			}
			this.attention = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private long awaitNanos(long nanos) {
		long begun = System.nanoTime();
		try {
			return this.asked.awaitNanos(nanos);
		}
		catch (InterruptedException ex) {
			// Left over from a round that gave its thread away.
			return nanos - (System.nanoTime() - begun);
		}
	}

}
