package dev.processkit.worker;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import dev.processkit.RecyclePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process has served for long enough. Thread-safe; cheap enough to be asked
 * after each job: memory is looked at ten times a second at most.
 */
final class Recycling {

	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long MEBIBYTE = 1 << 20;

	private final LongSupplier nanoTime;

	private final Memory memory;

	private final long begun;

	private final long maxRuntime;

	private final long minRuntime;

	private final long maxJobs;

	private final long maxMemory;

	private final long minFree;

	private final AtomicLong jobs = new AtomicLong();

	private volatile long lookedAt;

	/**
	 * Begin to serve.
	 * @param policy the limits
	 * @param share which part of the jitter this process has, 0 to 1
	 * @param nanoTime the time
	 * @param memory the memory
	 */
	Recycling(RecyclePolicy policy, double share, LongSupplier nanoTime, Memory memory) {
		double lowered = 1 - policy.jitter() * share;
		this.nanoTime = nanoTime;
		this.memory = memory;
		this.begun = nanoTime.getAsLong();
		this.lookedAt = this.begun - LOOK_NANOS;
		this.minRuntime = policy.minRuntime().toNanos();
		this.maxRuntime = (policy.maxRuntime() != null) ? lower(policy.maxRuntime().toNanos(), lowered)
				: Long.MAX_VALUE;
		this.maxJobs = lower(policy.maxJobs(), lowered);
		this.maxMemory = lower(policy.maxMemory(), lowered);
		this.minFree = (policy.minFreeSystemMemory() != null) ? lower(policy.minFreeSystemMemory(), lowered) : 0;
	}

	/**
	 * Begin to serve here and now.
	 * @param policy the limits
	 * @return the decision; {@code null} if there is no limit
	 */
	static @Nullable Recycling begin(RecyclePolicy policy) {
		return policy.isLimited()
				? new Recycling(policy, ThreadLocalRandom.current().nextDouble(), new SystemTime(), new Memory())
				: null;
	}

	private static long lower(@Nullable Long limit, double lowered) {
		return (limit != null) ? Math.max(1, Math.round(limit * lowered)) : Long.MAX_VALUE;
	}

	/** A job is done. */
	void count() {
		this.jobs.incrementAndGet();
	}

	/** Nanoseconds until it has served for long enough, whatever it does. */
	long left() {
		return (this.maxRuntime == Long.MAX_VALUE) ? Long.MAX_VALUE
				: this.maxRuntime - (this.nanoTime.getAsLong() - this.begun);
	}

	/**
	 * Decide.
	 * @return why it is to be replaced; {@code null} if it is not
	 */
	@Nullable String reason() {
		long done = this.jobs.get();
		if (done >= this.maxJobs) {
			return "did " + done + " jobs (max-jobs)";
		}
		long now = this.nanoTime.getAsLong();
		long age = now - this.begun;
		if (age >= this.maxRuntime) {
			return "worked for " + TimeUnit.NANOSECONDS.toSeconds(age) + " s (max-runtime)";
		}
		boolean limited = this.maxMemory != Long.MAX_VALUE || this.minFree > 0;
		if (!limited || age < this.minRuntime || now - this.lookedAt < LOOK_NANOS) {
			return null;
		}
		this.lookedAt = now;
		return memoryReason();
	}

	private @Nullable String memoryReason() {
		long resident = (this.maxMemory != Long.MAX_VALUE) ? this.memory.resident() : Memory.UNKNOWN;
		if (resident > this.maxMemory) {
			return "has " + resident / MEBIBYTE + " MB of resident memory (max-memory)";
		}
		long available = (this.minFree > 0) ? this.memory.available() : Memory.UNKNOWN;
		if (available != Memory.UNKNOWN && available < this.minFree) {
			return "left the machine " + available / MEBIBYTE + " MB of memory (min-free-system-memory)";
		}
		return null;
	}

	/**
	 * Instead of a lambda, which is slow in a young JVM.
	 */
	private static final class SystemTime implements LongSupplier {

		@Override
		public long getAsLong() {
			return System.nanoTime();
		}

	}

}
