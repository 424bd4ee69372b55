package dev.processkit;

import java.time.Duration;
import java.util.Set;

/**
 * When to restart an instance, how long to wait, and when to give up.
 *
 * @param mode which exits lead to a restart
 * @param backoff how long to wait before the n-th restart in a row
 * @param resetAfter a run at least this long is stable: the next restart is immediate and
 * the back-off starts anew
 * @param intensity how many restarts within which period before giving up
 * @param expectedExitCodes exit codes that are no failure
 * @param onGiveUp what giving up means for the application
 * @since 0.1
 */
public record RestartPolicy(Mode mode, Backoff backoff, Duration resetAfter, RestartIntensity intensity,
		Set<Integer> expectedExitCodes, GiveUp onGiveUp) {

	/** Always, 100 ms × 2 up to 30 s, stable after 10 s, at most 10 restarts in 60 s. */
	public static final RestartPolicy DEFAULT = new RestartPolicy(Mode.ALWAYS, Backoff.DEFAULT, Duration.ofSeconds(10),
			RestartIntensity.DEFAULT, Set.of(0), GiveUp.FAIL_PROCESS);

	public RestartPolicy {
		expectedExitCodes = Set.copyOf(expectedExitCodes);
		if (resetAfter.isNegative()) {
			throw new InvalidDefinitionException("reset-after", resetAfter, "is negative", "Use 0 or more.");
		}
	}

	/**
	 * Whether this exit is how the program should end.
	 * @param exit the exit
	 * @return {@code true} if its code is expected
	 */
	public boolean isExpected(ProcessExit exit) {
		return this.expectedExitCodes.contains(exit.code());
	}

	/**
	 * Which exits lead to a restart.
	 */
	public enum Mode {

		/** Every exit. */
		ALWAYS,

		/** Every exit with an unexpected code. */
		ON_FAILURE,

		/** No exit. */
		NEVER

	}

	/**
	 * What giving up means.
	 */
	public enum GiveUp {

		/** The instance is FAILED until an operator starts it. */
		FAIL_PROCESS,

		/** The same, and the application shuts down: it must not go on without it. */
		SHUTDOWN_APPLICATION

	}

}
