package dev.processkit.supervisor;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Sweeps when the first request may be overdue, and only then: an application without
 * requests is not woken. Thread-safe.
 */
final class Sweeper implements AutoCloseable {

	private static final long NEVER_NANOS = Long.MAX_VALUE / 2;

	private final LongUnaryOperator sweep;

	private final ScheduledThreadPoolExecutor thread;

	/** When the next sweep is; read without the lock, once for each request. */
	private volatile long nextNanos = System.nanoTime() + NEVER_NANOS;

	private @Nullable Future<?> scheduled;

	/**
	 * Create a sweeper.
	 * @param sweep takes the time and returns in how many nanoseconds to sweep again
	 */
	Sweeper(LongUnaryOperator sweep) {
		this.sweep = sweep;
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> DaemonThreads.named("process-timeouts", task));
		this.thread.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.thread.allowCoreThreadTimeOut(true);
		this.thread.setRemoveOnCancelPolicy(true);
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * Sweep then, if not before.
	 * @param nanos the time
	 */
	void due(long nanos) {
		if (nanos - this.nextNanos < 0) {
			schedule(nanos);
		}
	}

	private synchronized void schedule(long nanos) {
		if (nanos - this.nextNanos < 0 && !this.thread.isShutdown()) {
			if (this.scheduled != null) {
				this.scheduled.cancel(false);
			}
			this.nextNanos = nanos;
			this.scheduled = this.thread.schedule(this::sweep, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
	}

	private void sweep() {
		long now = System.nanoTime();
		synchronized (this) {
			this.scheduled = null;
			// Requests that come during the sweep may not be seen by it.
			this.nextNanos = now + NEVER_NANOS;
		}
		long left = this.sweep.applyAsLong(now);
		if (left < NEVER_NANOS) {
			due(now + Math.max(left, 0));
		}
	}

	@Override
	public synchronized void close() {
		this.thread.shutdown();
	}

}
