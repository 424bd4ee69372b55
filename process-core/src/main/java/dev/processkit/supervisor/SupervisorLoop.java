package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The one thread that owns all state. Others hand it tasks, which it runs one after the
 * other; between them it sleeps until the next alarm, if there is one.
 */
final class SupervisorLoop implements AutoCloseable {

	private static final Logger LOGGER = System.getLogger(SupervisorLoop.class.getName());

	/** Less than this is ordinary on a busy machine. */
	private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ScheduledThreadPoolExecutor thread;

	private final LongSupplier nanoTime;

	SupervisorLoop() {
		this(System::nanoTime);
	}

	SupervisorLoop(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> DaemonThreads.named("process-supervisor", task));
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	boolean execute(Runnable task) {
		return schedule(task, Duration.ZERO);
	}

	/**
	 * Run a task later. After the loop was closed it is dropped: whatever it would tell,
	 * nobody is there to decide on it.
	 * @param task the task
	 * @param after how much later
	 * @return {@code false} if it was dropped
	 */
	boolean schedule(Runnable task, Duration after) {
		try {
			this.thread.schedule(() -> guarded(task), Durations.nanos(after), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (RejectedExecutionException ex) {
			LOGGER.log(Level.TRACE, "Closed, task dropped: {0}", task);
			return false;
		}
	}

	/**
	 * Run a task when somebody's time is over. If that comes late, the machine has stood
	 * still, as a virtual one does that is paused: so has whoever had the time, and gets
	 * as much again as was lost.
	 * @param task the task
	 * @param time the time
	 */
	void scheduleDeadline(Runnable task, Duration time) {
		long due = this.nanoTime.getAsLong() + Durations.nanos(time);
		schedule(() -> {
			long late = this.nanoTime.getAsLong() - due;
			if (late > LATE_NANOS) {
				scheduleDeadline(task, Duration.ofNanos(Math.min(late, Durations.nanos(time))));
			}
			else {
				task.run();
			}
		}, time);
	}

	private static void guarded(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			LOGGER.log(Level.ERROR, "A step of the supervisor failed; it goes on with the next", ex);
		}
	}

	@Override
	public void close() {
		this.thread.shutdown();
	}

}
