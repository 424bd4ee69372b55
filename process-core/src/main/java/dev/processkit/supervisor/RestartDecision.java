package dev.processkit.supervisor;

import java.time.Duration;

/**
 * What follows from the end of a process that nobody asked to end.
 */
sealed interface RestartDecision {

	String reason();

	/**
	 * Launch again.
	 *
	 * @param after how long to wait; zero for at once
	 * @param reason why
	 */
	record Restart(Duration after, String reason) implements RestartDecision {

	}

	/**
	 * It has done its work.
	 *
	 * @param reason why
	 */
	record Complete(String reason) implements RestartDecision {

	}

	/**
	 * It cannot be kept running.
	 *
	 * @param reason why
	 */
	record GiveUp(String reason) implements RestartDecision {

	}

}
