package dev.processkit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a worker has served for long enough and is replaced as planned, between two jobs.
 *
 * @param maxRuntime how long one process works; {@code null} for no limit
 * @param maxMemory resident memory in bytes above which it is replaced; {@code null} for
 * no limit
 * @param minFreeSystemMemory available memory of the machine in bytes below which it is
 * replaced; {@code null} for no limit
 * @param maxJobs how many jobs one process does, loops or jobs of a worker that works in
 * rounds, messages and calls of others; {@code null} for no limit
 * @param minRuntime how long one process works before its memory and that of the machine
 * count, lest a machine short of memory be kept busy with replacements
 * @param jitter the share of each limit, 0 to 1, by which it is lowered at random, so
 * that instances do not leave together
 * @since 0.1
 */
public record RecyclePolicy(@Nullable Duration maxRuntime, @Nullable Long maxMemory, @Nullable Long minFreeSystemMemory,
		@Nullable Long maxJobs, Duration minRuntime, double jitter) {

	/** Before the constant, whose constructor needs it. */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	/** Never. */
	public static final RecyclePolicy NEVER = new RecyclePolicy(null, null, null, null, Duration.ofSeconds(10), 0.1);

	public RecyclePolicy {
		if (maxRuntime != null && (maxRuntime.isNegative() || maxRuntime.isZero())) {
			throw new InvalidDefinitionException("max-runtime", maxRuntime, "is not positive",
					"Use a duration such as 1h, or leave it out.");
		}
		if (maxRuntime != null && maxRuntime.compareTo(LONGEST) > 0) {
			throw new InvalidDefinitionException("max-runtime", maxRuntime, "is longer than a hundred years",
					"Use a duration such as 1h, or leave it out.");
		}
		if (minRuntime.isNegative() || minRuntime.compareTo(LONGEST) > 0) {
			throw new InvalidDefinitionException("min-runtime", minRuntime,
					"is negative or longer than a hundred years",
					"Use a duration such as 10s, or 0 to look at memory at once.");
		}
		requirePositive("max-memory", maxMemory, "Use a size such as 256MB, or leave it out.");
		requirePositive("min-free-system-memory", minFreeSystemMemory, "Use a size such as 512MB, or leave it out.");
		requirePositive("max-jobs", maxJobs, "Use a number such as 1000, or leave it out.");
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new InvalidDefinitionException("jitter", jitter, "is no share", "Use 0 to 1, such as 0.1.");
		}
	}

	/**
	 * Whether there is any limit.
	 * @return {@code false} if no worker is ever replaced for having served long enough
	 */
	public boolean isLimited() {
		return this.maxRuntime != null || this.maxMemory != null || this.minFreeSystemMemory != null
				|| this.maxJobs != null;
	}

	private static void requirePositive(String property, @Nullable Long value, String remedy) {
		if (value != null && value <= 0) {
			throw new InvalidDefinitionException(property, value, "is not positive", remedy);
		}
	}

}
