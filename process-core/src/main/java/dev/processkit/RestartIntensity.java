package dev.processkit;

import java.time.Duration;

/**
 * How many restarts within which sliding period are too many, as Erlang's supervisors
 * count them.
 *
 * @param maxRestarts the restarts allowed within the period; one more and the instance is
 * FAILED
 * @param within the period
 * @since 0.1
 */
public record RestartIntensity(int maxRestarts, Duration within) {

	/** 10 restarts in 60 s. */
	public static final RestartIntensity DEFAULT = new RestartIntensity(10, Duration.ofSeconds(60));

	public RestartIntensity {
		if (maxRestarts < 0) {
			throw new InvalidDefinitionException("max-restarts", maxRestarts, "is negative",
					"Use 0 to give up at the first failure.");
		}
		if (within.isNegative() || within.isZero()) {
			throw new InvalidDefinitionException("within", within, "is no period", "Use a positive duration.");
		}
	}

}
