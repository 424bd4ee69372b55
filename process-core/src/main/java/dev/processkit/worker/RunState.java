package dev.processkit.worker;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Whether the worker should go on. Sleepers wake when it should not.
 */
final class RunState implements Runnable {

	/** Not a monitor: a virtual thread that waits in one holds its carrier on JDK 21. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition stopped = this.lock.newCondition();

	private volatile boolean running = true;

	private boolean served;

	private volatile @Nullable Runnable onStop;

	boolean running() {
		return this.running;
	}

	/** Have something run when the worker is to stop, on the thread that says so. */
	void onStop(Runnable action) {
		this.onStop = action;
		if (!this.running) {
			action.run();
		}
	}

	/** What a signal that asks it to end comes to. */
	@Override
	public void run() {
		stop();
	}

	void stop() {
		this.lock.lock();
		try {
			this.running = false;
			this.stopped.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		Runnable action = this.onStop;
		if (action != null) {
			action.run();
		}
	}

	/** Stop: the application sends no more requests. */
	void stopServed() {
		this.lock.lock();
		try {
			this.served = true;
			stop();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isServed() {
		this.lock.lock();
		try {
			return this.served;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wait until the application sends no more requests, or is gone. */
	void awaitServed() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!this.served) {
				this.stopped.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean sleep(Duration duration) throws InterruptedException {
		long nanos = nanos(duration);
		this.lock.lockInterruptibly();
		try {
			while (this.running && nanos > 0) {
				nanos = this.stopped.awaitNanos(nanos);
			}
			return this.running;
		}
		finally {
			this.lock.unlock();
		}
	}

	void awaitStop() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.running) {
				this.stopped.await();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static long nanos(Duration duration) {
		try {
			return duration.toNanos();
		}
		catch (ArithmeticException ex) {
			return duration.isNegative() ? 0 : Long.MAX_VALUE;
		}
	}

}
