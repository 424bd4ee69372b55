package dev.processkit.supervisor;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the supervisor: named, so that a thread dump explains itself, and
 * daemons, so that they never keep an application alive.
 */
final class DaemonThreads {

	private DaemonThreads() {
	}

	static Thread named(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * A pool whose threads end when they are idle.
	 * @param name the name of its threads
	 * @param size how many at most
	 * @return the pool
	 */
	static ThreadPoolExecutor pool(String name, int size) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> named(name, task));
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

}
