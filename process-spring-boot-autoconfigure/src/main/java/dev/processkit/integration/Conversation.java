package dev.processkit.integration;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.processkit.supervisor.Dispatcher;

/**
 * The requests of one connection and the order of their replies: one that comes early
 * waits for its turn. Thread-safe; no method blocks.
 */
final class Conversation {

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Exchange> open = new ArrayDeque<>();

	private final AtomicBoolean touched = new AtomicBoolean();

	private final EventLoopConnection connection;

	private final ProcessGateway gateway;

	private final boolean closeAfterReply;

	private boolean over;

	Conversation(EventLoopConnection connection, ProcessGateway gateway, boolean closeAfterReply) {
		this.connection = connection;
		this.gateway = gateway;
		this.closeAfterReply = closeAfterReply;
	}

	/**
	 * Send a request on its way. Called on the event loop.
	 * @param route the road to the process
	 * @param payload the request
	 */
	void request(Dispatcher.Route route, byte[] payload) {
		Exchange exchange = new Exchange(this, payload.length);
		this.lock.lock();
		try {
			this.open.add(exchange);
		}
		finally {
			this.lock.unlock();
		}
		this.connection.session().owe(payload.length);
		route.dispatch(payload, exchange);
	}

	void completed() {
		if (!this.touched.getAndSet(true)) {
			this.gateway.touched(this);
		}
	}

	/** Send the replies whose turn it is. */
	void reply() {
		// First, so that whatever completes from here on touches it again.
		this.touched.set(false);
		int replies = 0;
		long length = 0;
		this.lock.lock();
		try {
			for (Exchange next = this.open.peek(); !this.over && next != null
					&& next.isComplete(); next = this.open.peek()) {
				this.open.remove();
				replies++;
				length += next.length();
				queue(next);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (replies > 0) {
			this.connection.session().transmit(replies, length);
			if (this.closeAfterReply) {
				this.connection.close();
			}
		}
	}

	private void queue(Exchange exchange) {
		byte[] reply = exchange.reply();
		if (reply != null) {
			this.connection.session().queue(reply);
		}
		this.over = this.closeAfterReply;
	}

	/** Nobody waits for the replies any more. */
	void abandon() {
		this.lock.lock();
		try {
			this.over = true;
			this.open.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

}
