package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.processkit.RecyclePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * When a worker has served for long enough and is replaced as planned, between two jobs.
 *
 * @param maxRuntime Time that one process of a worker works.
 * @param maxMemory Resident memory above which a worker is replaced.
 * @param minFreeSystemMemory Available memory of the machine below which a worker is
 * replaced.
 * @param maxJobs Number of jobs that one process of a worker does.
 * @param minRuntime Time that one process of a worker works before memory counts.
 * @param jitter Share of each limit by which it is lowered at random.
 */
record RecycleProperties(@Nullable Duration maxRuntime, @Nullable DataSize maxMemory,
		@Nullable DataSize minFreeSystemMemory, @Nullable Long maxJobs, @Nullable Duration minRuntime,
		@Nullable Double jitter) {

	RecycleProperties over(RecycleProperties defaults) {
		return new RecycleProperties(either(this.maxRuntime, defaults.maxRuntime),
				either(this.maxMemory, defaults.maxMemory),
				either(this.minFreeSystemMemory, defaults.minFreeSystemMemory), either(this.maxJobs, defaults.maxJobs),
				either(this.minRuntime, defaults.minRuntime), either(this.jitter, defaults.jitter));
	}

	RecyclePolicy toPolicy() {
		return new RecyclePolicy(this.maxRuntime, bytes(this.maxMemory), bytes(this.minFreeSystemMemory), this.maxJobs,
				Objects.requireNonNullElse(this.minRuntime, RecyclePolicy.NEVER.minRuntime()),
				Objects.requireNonNullElse(this.jitter, RecyclePolicy.NEVER.jitter()));
	}

	private static @Nullable Long bytes(@Nullable DataSize size) {
		return (size != null) ? size.toBytes() : null;
	}

}
