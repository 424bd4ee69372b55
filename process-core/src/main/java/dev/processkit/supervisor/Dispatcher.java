package dev.processkit.supervisor;

import java.time.Duration;

import dev.processkit.InstanceId;
import dev.processkit.RequestFailedException;
import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * Picks a READY instance for a request, the least busy first, and brings its reply. While
 * no instance is ready, requests wait within their time-out. What endpoints and beans
 * hold, so that they cannot stop a process. Thread-safe; no method blocks.
 *
 * @since 0.1
 */
public interface Dispatcher {

	/**
	 * Open a road to a process, which need not run or even exist yet.
	 * @param process the name of the process
	 * @param timeout the time a request may take, waiting included
	 * @param afterReplies called on the replying thread after each batch of replies, when
	 * all callbacks of the batch have been called: the moment to write what they queued
	 * @return the route
	 */
	Route route(String process, Duration timeout, Runnable afterReplies);

	/**
	 * The road of one endpoint or bean to one process. It leads to whatever process has
	 * the name at the time; while there is none, requests are refused.
	 */
	interface Route {

		/**
		 * Hand over a request. It may stay in a buffer until {@link #flush()}. Every
		 * request gets exactly one call of its callback: with the reply, with a failure,
		 * or with a failure at once and on this thread when it is rejected.
		 * @param payload the request; not copied, not to be changed afterwards
		 * @param callback takes the outcome
		 */
		void dispatch(byte[] payload, ReplyCallback callback);

		/**
		 * Hand over a call, as {@link #dispatch}.
		 * @param call the call
		 * @param options how it is to be treated
		 * @param callback takes the outcome
		 * @return what cancels it
		 */
		Cancellation call(WorkerCall call, CallOptions options, ReplyCallback callback);

		/**
		 * Send what was dispatched. Call it after each burst of requests.
		 */
		void flush();

	}

	/**
	 * How a call is to be treated.
	 *
	 * @param timeout the time it may take, waiting included
	 * @param idempotent whether it may be sent to another instance when the one that had
	 * it exits
	 * @param instance the only instance that may have it, which must be ready or paused;
	 * {@code null} for whichever is the least busy
	 */
	record CallOptions(Duration timeout, boolean idempotent, @Nullable InstanceId instance) {

		/**
		 * A call that any instance may have.
		 * @param timeout the time it may take, waiting included
		 * @param idempotent whether it may be sent to another instance when the one that
		 * had it exits
		 */
		public CallOptions(Duration timeout, boolean idempotent) {
			this(timeout, idempotent, null);
		}

	}

	/**
	 * Cancels one call.
	 */
	@FunctionalInterface
	interface Cancellation {

		/**
		 * Give the call up. Its callback gets a failure of the kind CANCELLED at once,
		 * unless it has its outcome. A worker that has begun the call is told; when it
		 * does not react its instance is replaced. Thread-safe; calling it again has no
		 * effect.
		 */
		void cancel();

	}

	/**
	 * Takes the outcome of a request. Called once, on a thread of the dispatcher or the
	 * dispatching one; must not block.
	 */
	interface ReplyCallback {

		/**
		 * A worker has taken the request. Told at most once for each worker that takes
		 * it, and possibly when the outcome is known already; not told when it ends
		 * before. Called under a lock: must return at once.
		 */
		default void onTaken() {
		}

		/**
		 * The handler has answered.
		 * @param reply the reply; {@code null} when the handler has none to give
		 */
		void onReply(byte @Nullable [] reply);

		/**
		 * There will be no reply.
		 * @param failure why; its message is fit for clients
		 */
		void onFailure(RequestFailedException failure);

	}

}
