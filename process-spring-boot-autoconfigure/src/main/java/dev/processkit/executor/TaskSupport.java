package dev.processkit.executor;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.processkit.task.TaskCodec;

/**
 * What the tasks of one executor share. Outcomes are read and told on threads of their
 * own, not on the one that brings them: what the application attaches to a future may
 * block, and may even wait for the next task of the same worker. All threads end when
 * there is nothing to do.
 */
final class TaskSupport {

	private final TaskCodec codec;

	private final ThreadPoolExecutor results;

	private final ScheduledThreadPoolExecutor timers;

	TaskSupport(String name, TaskCodec codec) {
		this.codec = codec;
		// After shutdown an outcome that nobody waits for is still told.
		this.results = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				daemons(name + "-results"), (task, executor) -> task.run());
		this.timers = new ScheduledThreadPoolExecutor(1, daemons(name + "-timeouts"), (task, executor) -> {
		});
		this.timers.setRemoveOnCancelPolicy(true);
		this.timers.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.timers.allowCoreThreadTimeOut(true);
		this.timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	private static ThreadFactory daemons(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	TaskCodec codec() {
		return this.codec;
	}

	Executor results() {
		return this.results;
	}

	ScheduledThreadPoolExecutor timers() {
		return this.timers;
	}

	void close() {
		this.results.shutdown();
		this.timers.shutdown();
	}

}
