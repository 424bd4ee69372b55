package dev.processkit.client;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Sees each call of a client. The seam of tracing: it may add headers. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CallObserver {

	/** Sees nothing and costs nothing. */
	CallObserver NONE = (process, method, headers) -> CallObservation.NONE;

	/**
	 * A call begins, on the calling thread.
	 * @param process the process
	 * @param method the name of the method
	 * @param headers what travels with the call; to be added to
	 * @return is told how it ends
	 */
	CallObservation begin(String process, String method, Map<String, String> headers);

	/**
	 * One call.
	 */
	@FunctionalInterface
	interface CallObservation {

		/** Is not told. */
		CallObservation NONE = (failure) -> {
		};

		/**
		 * The call has ended, on any thread.
		 * @param failure why there is no result; {@code null} when there is one
		 */
		void end(@Nullable Throwable failure);

	}

}
