package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.processkit.RequestPolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * How requests to a process are taken. Without effect on what takes none.
 *
 * @param concurrency Requests that one instance has at once. By default, as many as it
 * can read.
 * @param queueCapacity Requests that wait for an instance; one more is rejected.
 * @param queueTimeout Time that a request waits for an instance before it is rejected.
 * With 0, as long as its own time-out allows.
 */
record RequestProperties(@Nullable Integer concurrency, @Nullable Integer queueCapacity,
		@Nullable Duration queueTimeout) {

	RequestProperties over(RequestProperties defaults) {
		return new RequestProperties(either(this.concurrency, defaults.concurrency),
				either(this.queueCapacity, defaults.queueCapacity), either(this.queueTimeout, defaults.queueTimeout));
	}

	RequestPolicy toPolicy(RequestPolicy base) {
		return new RequestPolicy(Objects.requireNonNullElse(this.concurrency, base.concurrency()),
				Objects.requireNonNullElse(this.queueCapacity, base.queueCapacity()),
				Objects.requireNonNullElse(this.queueTimeout, base.queueTimeout()));
	}

}
