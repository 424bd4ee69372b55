package dev.processkit.worker;

import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * A message or a call to be handled. A call can be cancelled: before it is begun it is
 * dropped, afterwards its thread is interrupted, and never a moment longer.
 */
final class Request {

	private final long id;

	private final byte[] payload;

	private final @Nullable WorkerCall call;

	private @Nullable Thread thread;

	/** Stays when it has ended: until it is out of the inbox it can still be found. */
	private boolean begun;

	private boolean cancelled;

	private volatile boolean orphaned;

	/** The ones before and after it in the inbox, by whose monitor they are guarded. */
	@Nullable Request before;

	@Nullable Request after;

	/**
	 * Create a request.
	 * @param id what its answer is to carry
	 * @param payload the message, or the arguments of the call
	 * @param call the call; {@code null} for a message
	 */
	Request(long id, byte[] payload, @Nullable WorkerCall call) {
		this.id = id;
		this.payload = payload;
		this.call = call;
	}

	long id() {
		return this.id;
	}

	byte[] payload() {
		return this.payload;
	}

	@Nullable WorkerCall call() {
		return this.call;
	}

	/** Whether it is an {@linkplain ProcessAction action}, and no business of clients. */
	boolean isAction() {
		return this.call != null && this.call.action() != null;
	}

	/**
	 * Begin on this thread.
	 * @return {@code false} if it was cancelled before
	 */
	boolean begin() {
		if (this.call == null) {
			return true;
		}
		synchronized (this) {
			this.thread = Thread.currentThread();
			this.begun = true;
			return !this.cancelled;
		}
	}

	/** End on this thread, which is not interrupted afterwards. */
	void end() {
		if (this.call != null) {
			synchronized (this) {
				this.thread = null;
			}
		}
		// Also what the handler has left behind: it was meant for this request.
		Thread.interrupted();
	}

	/**
	 * Nobody wants the answer any more.
	 * @return whether it was not begun, and will not be
	 */
	synchronized boolean cancel() {
		if (this.call == null || this.cancelled) {
			return false;
		}
		this.cancelled = true;
		if (this.thread != null) {
			this.thread.interrupt();
		}
		return !this.begun;
	}

	/** Whether somebody gave it up. */
	synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/** The application that wanted the answer is gone. */
	void orphan() {
		this.orphaned = true;
	}

	boolean isOrphaned() {
		return this.orphaned;
	}

}
