package dev.processkit.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * The messages that were read and not yet answered. When there are many, the reader waits
 * and the pipe fills, so that the application notices; but not while the worker is
 * paused, lest it never read that it may go on.
 */
final class Inbox {

	private static final int MOST_MESSAGES = 1024;

	private static final long MOST_BYTES = 1 << 20;

	private final Queue<Request> waiting = new ArrayDeque<>();

	private int open;

	private long openBytes;

	private boolean paused;

	private boolean closed;

	/**
	 * Take a message in.
	 * @param request the message
	 * @return {@code false} if it is refused: the worker is stopping, or paused and full
	 */
	synchronized boolean add(Request request) {
		if (this.closed || this.paused && !hasRoom()) {
			return false;
		}
		this.waiting.add(request);
		this.open++;
		this.openBytes += request.payload().length;
		notifyAll();
		return true;
	}

	/**
	 * Wait until there is room for more.
	 */
	synchronized void awaitRoom() throws InterruptedException {
		while (!hasRoom() && !this.paused && !this.closed) {
			wait();
		}
	}

	/**
	 * Take a message out, if one may be handled now.
	 * @return the message
	 */
	synchronized @Nullable Request poll() {
		return this.paused ? null : this.waiting.poll();
	}

	/**
	 * Wait for a message that may be handled.
	 * @return the message; {@code null} when there will be none
	 */
	synchronized @Nullable Request take() throws InterruptedException {
		while (!this.closed && (this.paused || this.waiting.isEmpty())) {
			wait();
		}
		return this.waiting.poll();
	}

	/**
	 * Count a message as answered.
	 * @param request one that was taken out
	 */
	synchronized void done(Request request) {
		boolean full = !hasRoom();
		this.open--;
		this.openBytes -= request.payload().length;
		if (full || this.open == 0) {
			notifyAll();
		}
	}

	synchronized boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	synchronized void pause(boolean paused) {
		this.paused = paused;
		notifyAll();
	}

	/**
	 * Take no more messages.
	 * @return those that nobody has begun
	 */
	synchronized List<Request> close() {
		this.closed = true;
		List<Request> rest = new ArrayList<>(this.waiting);
		this.waiting.clear();
		for (Request request : rest) {
			done(request);
		}
		notifyAll();
		return rest;
	}

	/**
	 * Wait until all messages that were taken out are answered.
	 */
	synchronized void awaitIdle() throws InterruptedException {
		while (this.open > 0) {
			wait();
		}
	}

	private boolean hasRoom() {
		return this.open < MOST_MESSAGES && this.openBytes < MOST_BYTES;
	}

}
