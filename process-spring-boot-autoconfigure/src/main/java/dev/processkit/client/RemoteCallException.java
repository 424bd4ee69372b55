package dev.processkit.client;

import dev.processkit.RemoteFailure;
import dev.processkit.RequestFailedException;

/**
 * The method threw in the worker. {@link #remote()} has the type, the message and the
 * stack trace there, which is also printed as the cause; {@link #getMessage()} is the
 * message alone.
 *
 * @since 0.1
 */
public class RemoteCallException extends RequestFailedException {

	/**
	 * Create an exception.
	 * @param remote what was thrown in the worker
	 */
	public RemoteCallException(RemoteFailure remote) {
		super(Kind.HANDLER_FAILED, remote.message(), remote);
		initCause(new RemoteStack(remote));
	}

	@Override
	public String toString() {
		RemoteFailure remote = remote();
		return (remote != null)
				? "%s: %s in the worker: %s".formatted(getClass().getName(), remote.type(), remote.message())
				: super.toString();
	}

	/**
	 * The stack trace of the worker, shown where stack traces are.
	 */
	static final class RemoteStack extends Exception {

		RemoteStack(RemoteFailure remote) {
			super(remote.stack().isBlank() ? remote.type() + ": " + remote.message() : remote.stack().strip(), null,
					false, false);
		}

		@Override
		public String toString() {
			return "(in the worker) " + getMessage();
		}

	}

}
