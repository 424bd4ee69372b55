package dev.processkit;

import java.time.Instant;

/**
 * How a reload of the configuration ended.
 *
 * @since 0.1
 */
public sealed interface ReloadEvent {

	/**
	 * When it ended.
	 * @return the time
	 */
	Instant at();

	/**
	 * The difference was applied; what was added or changed need not be ready yet.
	 *
	 * @param report what was done
	 * @param at when
	 */
	record Reloaded(ReloadReport report, Instant at) implements ReloadEvent {

	}

	/**
	 * Nothing was changed.
	 *
	 * @param reason what is wrong and what to do
	 * @param at when
	 */
	record Refused(String reason, Instant at) implements ReloadEvent {

	}

}
