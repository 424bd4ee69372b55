package dev.processkit.supervisor;

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

}
