package dev.processkit.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import dev.processkit.control.ControlChannel;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were read and not yet answered. The application sends no more than
 * half of what there is room for, so that the reader always sees what comes behind them.
 * Were it to send more, the reader would wait and the pipe would fill; but not while the
 * worker is paused, lest it never read that it may go on.
 */
final class Inbox {

	private static final int MOST_MESSAGES = 8192;

	/** Twice a mebibyte, and the longest message on top of it. */
	private static final long MOST_BYTES = (2 << 20) + ControlChannel.MAX_PAYLOAD;

	private final Queue<Request> waiting = new ArrayDeque<>();

	/** Those that wait for no resume. */
	private final Queue<Request> actions = new ArrayDeque<>();

	/** The last of those that are not answered. */
	private @Nullable Request last;

	private int open;

	private long openBytes;

	private boolean paused;

	private boolean closed;

	/** Whether nothing more is to be begun. */
	private boolean ended;

	/** Whether actions are taken out apart from messages. */
	private boolean actionsApart;

	/**
	 * Take a message in.
	 * @param request the message
	 * @return {@code false} if it is refused: the worker is stopping, or paused and full
	 */
	synchronized boolean add(Request request) {
		if (this.closed || this.paused && !hasRoom()) {
			return false;
		}
		(request.isAction() ? this.actions : this.waiting).add(request);
		link(request);
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
		Request action = this.actionsApart ? null : pollAction();
		return (action != null || this.paused || this.ended) ? action : this.waiting.poll();
	}

	/**
	 * Have actions taken out by {@link #pollAction} only.
	 */
	synchronized void keepActionsApart() {
		this.actionsApart = true;
	}

	/**
	 * Take an action out, whether the worker is paused or not.
	 * @return the action
	 */
	synchronized @Nullable Request pollAction() {
		return this.ended ? null : this.actions.poll();
	}

	/**
	 * Count a message as answered.
	 * @param request one that was taken out
	 */
	synchronized void done(Request request) {
		boolean full = !hasRoom();
		unlink(request);
		this.open--;
		this.openBytes -= request.payload().length;
		if (full || this.open == 0) {
			notifyAll();
		}
	}

	/**
	 * Drop a request that nobody has begun, or interrupt whoever has.
	 * @param id the number of the request
	 * @return the request if it was not begun, and will not be
	 */
	synchronized @Nullable Request cancel(long id) {
		Request request = this.last;
		while (request != null && (request.id() != id || request.isOrphaned())) {
			request = request.before;
		}
		if (request == null || !request.cancel()) {
			return null;
		}
		if (this.waiting.remove(request) || this.actions.remove(request)) {
			done(request);
		}
		return request;
	}

	/** The application is gone: what it has asked for is done, but not answered. */
	synchronized void orphan() {
		for (Request request = this.last; request != null; request = request.before) {
			request.orphan();
		}
	}

	private void link(Request request) {
		Request before = this.last;
		request.before = before;
		if (before != null) {
			before.after = request;
		}
		this.last = request;
	}

	private void unlink(Request request) {
		Request before = request.before;
		Request after = request.after;
		if (before != null) {
			before.after = after;
		}
		if (after != null) {
			after.before = before;
		}
		else {
			this.last = before;
		}
		request.before = null;
		request.after = null;
	}

	/** Whether {@link #poll} gives a message. */
	synchronized boolean isReady() {
		return !this.ended
				&& (!this.paused && !this.waiting.isEmpty() || !this.actionsApart && !this.actions.isEmpty());
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	/**
	 * Let nothing more be begun.
	 * @return {@code false} if that was said before
	 */
	synchronized boolean end() {
		boolean first = !this.ended;
		this.ended = true;
		return first;
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
		rest.addAll(this.actions);
		this.waiting.clear();
		this.actions.clear();
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
