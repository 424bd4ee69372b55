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
 * @param activity what its worker has last said that it is doing; {@code null} while it
 * has no process, and for one that says nothing of the kind
 * @since 0.1
 */
public record InstanceStatus(InstanceId id, InstanceState state, String reason, Instant since,
		@Nullable ProcessIdentity identity, long restarts, @Nullable ProcessExit lastExit,
		@Nullable String lastExitReason, @Nullable Instant nextLaunch, int busy, @Nullable WorkerActivity activity) {

	/**
	 * An instance whose worker does not say what it is doing.
	 * @param id as above
	 * @param state as above
	 * @param reason as above
	 * @param since as above
	 * @param identity as above
	 * @param restarts as above
	 * @param lastExit as above
	 * @param lastExitReason as above
	 * @param nextLaunch as above
	 * @param busy as above
	 */
	public InstanceStatus(InstanceId id, InstanceState state, String reason, Instant since,
			@Nullable ProcessIdentity identity, long restarts, @Nullable ProcessExit lastExit,
			@Nullable String lastExitReason, @Nullable Instant nextLaunch, int busy) {
		this(id, state, reason, since, identity, restarts, lastExit, lastExitReason, nextLaunch, busy, null);
	}

}
