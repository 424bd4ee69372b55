package dev.processkit.worker;

import org.jspecify.annotations.Nullable;

/**
 * Answers, one after the other, the actions that a worker which works in rounds was asked
 * for. On its thread.
 */
final class WaitingActions implements Runnable {

	private final Inbox inbox;

	private final Responder responder;

	private final Outgoing outgoing;

	WaitingActions(Inbox inbox, Responder responder, Outgoing outgoing) {
		this.inbox = inbox;
		this.responder = responder;
		this.outgoing = outgoing;
	}

	@Override
	public void run() {
		@Nullable Request request = this.inbox.pollAction();
		while (request != null) {
			try {
				this.responder.respond(request);
			}
			finally {
				this.inbox.done(request);
			}
			this.outgoing.flush();
			request = this.inbox.pollAction();
		}
	}

}
