package dev.processkit;

import java.time.Duration;

/**
 * How requests to a process are taken: how many at once, how many wait, and how long.
 *
 * @param concurrency how many requests one instance has at once, 1 or more
 * @param queueCapacity how many requests wait for an instance, 0 or more; one more is
 * rejected
 * @param queueTimeout how long a request waits at most before it is rejected; zero for as
 * long as its own time-out allows
 * @since 0.1
 */
public record RequestPolicy(int concurrency, int queueCapacity, Duration queueTimeout) {

	/** No bound for an instance, 16,384 waiting, within their own time-out. */
	public static final RequestPolicy DEFAULT = new RequestPolicy(Integer.MAX_VALUE, 16_384, Duration.ZERO);

	public RequestPolicy {
		if (concurrency < 1) {
			throw new InvalidDefinitionException("concurrency", concurrency, "is below 1", "Use 1 or more.");
		}
		if (queueCapacity < 0) {
			throw new InvalidDefinitionException("queue-capacity", queueCapacity, "is negative", "Use 0 or more.");
		}
		if (queueTimeout.isNegative()) {
			throw new InvalidDefinitionException("queue-timeout", queueTimeout, "is negative",
					"Use a duration such as 5s, or 0 for none.");
		}
	}

}
