package dev.processkit.worker;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One message after the other, on one thread, which is started for the first one. The
 * answers to a burst leave together.
 */
final class SerialHandling implements Handling, Runnable {

	/** How long an answer may wait for the next one to leave with it. */
	static final long LINGER_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private final Inbox inbox;

	private final Responder responder;

	private final Outgoing outgoing;

	private @Nullable Thread thread;

	SerialHandling(Inbox inbox, Responder responder, Outgoing outgoing) {
		this.inbox = inbox;
		this.responder = responder;
		this.outgoing = outgoing;
	}

	@Override
	public synchronized void proceed() {
		if (this.thread == null && !this.inbox.isEmpty()) {
			this.thread = new Thread(this, "messages");
			this.thread.setDaemon(true);
			this.thread.start();
		}
	}

	@Override
	public void run() {
		long due = System.nanoTime() + LINGER_NANOS;
		Request request = next();
		while (request != null) {
			this.responder.respond(request);
			this.inbox.done(request);
			Request ready = this.inbox.poll();
			long now = System.nanoTime();
			if (ready == null || now >= due) {
				this.outgoing.flush();
				due = now + LINGER_NANOS;
			}
			request = (ready != null) ? ready : next();
		}
	}

	private @Nullable Request next() {
		while (true) {
			try {
				return this.inbox.take();
			}
			catch (InterruptedException ex) {
				// Left over from a handler that interrupted its thread: ends with its
				// message.
			}
		}
	}

}
