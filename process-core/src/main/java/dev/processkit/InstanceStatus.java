package dev.processkit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One instance as it was when the snapshot was taken.
 *
 * @param id the instance
 * @param state its state
 * @param reason why it is in that state
 * @param since when it entered the state
 * @param identity its operating-system process; {@code null} while it has none
 * @param restarts how often it was relaunched since it was added or last started by an
 * operator
 * @param lastExit how it last ended; {@code null} if it never did
 * @param lastExitReason what that end meant; {@code null} if it never ended
 * @param nextLaunch when the back-off ends; {@code null} unless it is backing off
 * @param busy how many requests it has that are not answered yet
 * @since 0.1
 */
public record InstanceStatus(InstanceId id, InstanceState state, String reason, Instant since,
		@Nullable ProcessIdentity identity, long restarts, @Nullable ProcessExit lastExit,
		@Nullable String lastExitReason, @Nullable Instant nextLaunch, int busy) {

}
