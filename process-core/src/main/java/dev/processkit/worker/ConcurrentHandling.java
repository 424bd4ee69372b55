package dev.processkit.worker;

import java.util.concurrent.Executor;

/**
 * All messages at the same time, each on a virtual thread. The answers of handlers that
 * take no time leave together.
 */
final class ConcurrentHandling implements Handling {

	private final Inbox inbox;

	private final Responder responder;

	private final Outgoing outgoing;

	private final Executor executor;

	ConcurrentHandling(Inbox inbox, Responder responder, Outgoing outgoing, Executor executor) {
		this.inbox = inbox;
		this.responder = responder;
		this.outgoing = outgoing;
		this.executor = executor;
	}

	@Override
	public void proceed() {
		Request request = this.inbox.poll();
		while (request != null) {
			this.executor.execute(new Handler(request));
			request = this.inbox.poll();
		}
	}

	private final class Handler implements Runnable {

		private final Request request;

		Handler(Request request) {
			this.request = request;
		}

		@Override
		public void run() {
			long begun = System.nanoTime();
			try {
				ConcurrentHandling.this.responder.respond(this.request);
			}
			finally {
				ConcurrentHandling.this.inbox.done(this.request);
			}
			if (System.nanoTime() - begun < SerialHandling.LINGER_NANOS) {
				// Behind the messages that came with this one, so that one write serves
				// all.
				Thread.yield();
			}
			ConcurrentHandling.this.outgoing.flush();
		}

	}

}
