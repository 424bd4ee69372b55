package dev.processkit.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

import dev.processkit.control.FrameQueue;
import dev.processkit.control.FrameType;
import org.jspecify.annotations.Nullable;

/**
 * What the worker says. Writing may block while the application does not read: that slows
 * the worker down instead of filling its memory. What a daemon says while it has no
 * application is dropped.
 */
final class Outgoing {

	/** How much may wait for the thread that is writing. */
	private static final int ROOM = 1 << 20;

	/** A message longer than this is cut: it is for people. */
	private static final int LONGEST_MESSAGE = 16 << 10;

	private volatile FrameQueue queue;

	private final WorkerSession session;

	private boolean ready;

	Outgoing(OutputStream out, WorkerSession session) {
		this.queue = new FrameQueue(out);
		this.session = session;
	}

	/** There is another application, which knows nothing yet. */
	synchronized void attach(OutputStream out) {
		FrameQueue next = new FrameQueue(out);
		if (this.ready) {
			next.add(FrameType.READY);
		}
		this.queue = next;
	}

	/** The application is gone. */
	void detach() {
		try {
			this.queue.close();
		}
		catch (IOException ex) {
			// Nobody was at the other end.
			System.err.println("The application is gone: " + ex.getMessage());
		}
	}

	/** Say once, to each application, that the worker is ready. */
	void ready() {
		synchronized (this) {
			this.ready = true;
			this.queue.add(FrameType.READY);
		}
		flush();
	}

	void heartbeat() {
		FrameQueue current = this.queue;
		if (current.size() == 0) {
			current.add(FrameType.HEARTBEAT);
		}
		flush();
	}

	void state(String state) {
		this.queue.addText(FrameType.STATE, state);
		flush();
	}

	void reply(Request request, byte[] payload) {
		FrameQueue current = queueFor(request);
		if (current != null) {
			current.add(FrameType.REPLY, request.id(), payload);
			awaitRoom(current);
		}
	}

	void noReply(Request request) {
		FrameQueue current = queueFor(request);
		if (current != null) {
			current.add(FrameType.NO_REPLY, request.id());
			awaitRoom(current);
		}
	}

	void failure(Request request, Throwable failure) {
		FrameQueue current = queueFor(request);
		if (current != null) {
			failure(current, request.id(), failure);
			awaitRoom(current);
		}
	}

	void failure(Request request, String kind, String message) {
		FrameQueue current = queueFor(request);
		if (current != null) {
			current.addFailure(request.id(), kind, cut(message), "");
			awaitRoom(current);
		}
	}

	/** The worker as a whole has failed. */
	void failure(Throwable failure) {
		failure(this.queue, 0, failure);
	}

	/** The worker as a whole has failed, for a reason of the wire. */
	void failure(String kind, String message) {
		this.queue.addFailure(0, kind, cut(message), "");
	}

	/**
	 * The numbers of requests begin anew with each application: an answer that is meant
	 * for one that is gone must not reach the next. Whoever finds the next one's queue
	 * here sees also that the request is orphaned.
	 * @return where the answer goes; {@code null} for nowhere
	 */
	private @Nullable FrameQueue queueFor(Request request) {
		FrameQueue current = this.queue;
		return request.isOrphaned() ? null : current;
	}

	private static void failure(FrameQueue queue, long id, Throwable failure) {
		String message = failure.getMessage();
		StringWriter stack = new StringWriter();
		failure.printStackTrace(new PrintWriter(stack));
		queue.addFailure(id, failure.getClass().getName(), cut((message != null) ? message : failure.toString()),
				cut(stack.toString()));
	}

	private static String cut(String text) {
		return (text.length() > LONGEST_MESSAGE) ? text.substring(0, LONGEST_MESSAGE) : text;
	}

	/**
	 * Send what was said, unless another thread is doing it.
	 */
	void flush() {
		FrameQueue current = this.queue;
		try {
			while (current.writeBatch()) {
				continue;
			}
		}
		catch (IOException ex) {
			this.session.applicationUnreachable();
		}
	}

	/**
	 * Send what was said, and see it sent.
	 */
	void drain() throws InterruptedException {
		try {
			this.queue.drain();
		}
		catch (IOException ex) {
			this.session.applicationUnreachable();
		}
	}

	private static void awaitRoom(FrameQueue queue) {
		try {
			queue.awaitRoom(ROOM);
		}
		catch (InterruptedException ex) {
			// The frame is in the queue; who interrupted wanted the handler, not us.
			Thread.currentThread().interrupt();
		}
	}

}
