package dev.processkit.supervisor;

import dev.processkit.RequestFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Sees each request when it ends, for meters.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RequestObserver {

	/** Sees nothing. */
	RequestObserver NONE = (process, nanos, failure) -> {
	};

	/**
	 * A request has ended. Called on the thread that ends it; must be quick and must not
	 * throw.
	 * @param process the process that it was for
	 * @param nanos how long it took, waiting included
	 * @param failure why there was no reply; {@code null} when there was one
	 */
	void onRequestEnd(String process, long nanos, RequestFailedException.@Nullable Kind failure);

}
