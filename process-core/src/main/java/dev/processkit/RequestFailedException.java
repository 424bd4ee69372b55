package dev.processkit;

import org.jspecify.annotations.Nullable;

/**
 * A request to a worker that ended without a reply.
 *
 * @since 0.1
 */
public class RequestFailedException extends ProcessException {

	private final Kind kind;

	private final @Nullable RemoteFailure remote;

	/**
	 * Create an exception.
	 * @param kind why there is no reply
	 * @param message what happened, fit to be shown to a client
	 */
	public RequestFailedException(Kind kind, String message) {
		this(kind, message, null);
	}

	/**
	 * Create an exception for what a handler threw.
	 * @param kind why there is no reply
	 * @param message what happened, fit to be shown to a client
	 * @param remote what the handler threw, if it did
	 */
	public RequestFailedException(Kind kind, String message, @Nullable RemoteFailure remote) {
		super(message);
		this.kind = kind;
		this.remote = remote;
	}

	/**
	 * What the handler in the worker threw.
	 * @return type, message and stack; {@code null} unless the kind is
	 * {@link Kind#HANDLER_FAILED}
	 */
	public @Nullable RemoteFailure remote() {
		return this.remote;
	}

	public Kind kind() {
		return this.kind;
	}

	/**
	 * Why a request has no reply.
	 */
	public enum Kind {

		/** The handler threw; the worker is well. */
		HANDLER_FAILED,

		/** The worker exited or its channel broke while it had the request. */
		WORKER_EXITED,

		/** No reply came within the request time-out. */
		TIMED_OUT,

		/** The caller does not want the reply any more. */
		CANCELLED,

		/** The queue of waiting requests is full, or it waited there for too long. */
		REJECTED,

		/** The process is stopped, failed or unknown: no instance will become ready. */
		UNAVAILABLE

	}

}
