package dev.processkit.worker;

/**
 * Has a worker without rounds replaced when it has served for long enough: looks after
 * each request and with each heartbeat, but not while it is paused. What was begun is
 * answered; what waits goes to another instance.
 */
final class RecycleWatch implements Runnable {

	private final Recycling recycling;

	private final Inbox inbox;

	private final WorkerContext context;

	RecycleWatch(Recycling recycling, Inbox inbox, WorkerContext context) {
		this.recycling = recycling;
		this.inbox = inbox;
		this.context = context;
	}

	/** A message or a call was handled; others may not have been begun yet. */
	void jobDone() {
		this.recycling.count();
		run();
	}

	@Override
	public void run() {
		if (!this.context.running() || this.inbox.isPaused()) {
			return;
		}
		String reason = this.recycling.reason();
		if (reason != null && this.inbox.end()) {
			this.context.retire(reason);
		}
	}

}
