package dev.processkit;

/**
 * A request to a worker that ended without a reply.
 *
 * @since 0.1
 */
public class RequestFailedException extends ProcessException {

	private final Kind kind;

	/**
	 * Create an exception.
	 * @param kind why there is no reply
	 * @param message what happened, fit to be shown to a client
	 */
	public RequestFailedException(Kind kind, String message) {
		super(message);
		this.kind = kind;
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

		/** The queue of waiting requests is full. */
		REJECTED,

		/** The process is stopped, failed or unknown: no instance will become ready. */
		UNAVAILABLE

	}

}
