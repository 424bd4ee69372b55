package dev.processkit.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

import dev.processkit.control.FrameQueue;
import dev.processkit.control.FrameType;

/**
 * What the worker says. Writing may block while the application does not read: that slows
 * the worker down instead of filling its memory.
 */
final class Outgoing {

	/** How much may wait for the thread that is writing. */
	private static final int ROOM = 1 << 20;

	/** A message longer than this is cut: it is for people. */
	private static final int LONGEST_MESSAGE = 16 << 10;

	private final FrameQueue queue;

	private final WorkerSession session;

	Outgoing(OutputStream out, WorkerSession session) {
		this.queue = new FrameQueue(out);
		this.session = session;
	}

	void ready() {
		this.queue.add(FrameType.READY);
		flush();
	}

	void heartbeat() {
		if (this.queue.size() == 0) {
			this.queue.add(FrameType.HEARTBEAT);
		}
		flush();
	}

	void state(String state) {
		this.queue.addText(FrameType.STATE, state);
		flush();
	}

	void reply(long id, byte[] payload) {
		this.queue.add(FrameType.REPLY, id, payload);
		awaitRoom();
	}

	void noReply(long id) {
		this.queue.add(FrameType.NO_REPLY, id);
		awaitRoom();
	}

	void failure(long id, Throwable failure) {
		String message = failure.getMessage();
		StringWriter stack = new StringWriter();
		failure.printStackTrace(new PrintWriter(stack));
		failure(id, failure.getClass().getName(), (message != null) ? message : failure.toString(), stack.toString());
	}

	void failure(long id, String kind, String message) {
		failure(id, kind, message, "");
	}

	private void failure(long id, String kind, String message, String detail) {
		this.queue.addFailure(id, kind, cut(message), cut(detail));
		awaitRoom();
	}

	private static String cut(String text) {
		return (text.length() > LONGEST_MESSAGE) ? text.substring(0, LONGEST_MESSAGE) : text;
	}

	/**
	 * Send what was said, unless another thread is doing it.
	 */
	void flush() {
		try {
			while (this.queue.writeBatch()) {
				continue;
			}
		}
		catch (IOException ex) {
			this.session.applicationGone();
		}
	}

	/**
	 * Send what was said, and see it sent.
	 */
	void drain() throws InterruptedException {
		flush();
		this.queue.awaitWritten();
		flush();
	}

	private void awaitRoom() {
		try {
			this.queue.awaitRoom(ROOM);
		}
		catch (InterruptedException ex) {
			// The frame is in the queue; who interrupted wanted the handler, not us.
			Thread.currentThread().interrupt();
		}
	}

}
