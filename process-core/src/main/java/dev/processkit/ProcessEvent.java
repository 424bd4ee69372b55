package dev.processkit;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that happened to an instance. Events of one instance arrive in the order in
 * which they happened.
 *
 * @since 0.1
 */
public sealed interface ProcessEvent {

	/**
	 * The instance it happened to.
	 * @return the instance
	 */
	InstanceId instance();

	/**
	 * When it happened.
	 * @return the time
	 */
	Instant at();

	/**
	 * Why it happened, for people.
	 * @return the reason
	 */
	String reason();

	/**
	 * The instance is in another state.
	 *
	 * @param instance the instance
	 * @param from the state before
	 * @param to the state now
	 * @param at when
	 * @param reason why
	 */
	record StateChanged(InstanceId instance, InstanceState from, InstanceState to, Instant at,
			String reason) implements ProcessEvent {

	}

	/**
	 * The instance got an operating-system process.
	 *
	 * @param instance the instance
	 * @param identity the process
	 * @param at when
	 * @param reason why
	 */
	record Launched(InstanceId instance, ProcessIdentity identity, Instant at, String reason) implements ProcessEvent {

	}

	/**
	 * The process of the instance is ready. The instance is READY then, or PAUSED if it
	 * was paused before it got this process.
	 *
	 * @param instance the instance
	 * @param took the time since its launch
	 * @param at when
	 * @param reason why
	 */
	record BecameReady(InstanceId instance, Duration took, Instant at, String reason) implements ProcessEvent {

	}

	/**
	 * The operating-system process of the instance ended, with its tree.
	 *
	 * @param instance the instance
	 * @param exit how it ended
	 * @param expected whether it was asked to end or its exit code is expected
	 * @param at when
	 * @param reason why
	 */
	record Exited(InstanceId instance, ProcessExit exit, boolean expected, Instant at,
			String reason) implements ProcessEvent {

	}

	/**
	 * The restart policy gave the instance up; it is FAILED.
	 *
	 * @param instance the instance
	 * @param action what the policy says about the application
	 * @param at when
	 * @param reason why
	 */
	record GaveUp(InstanceId instance, RestartPolicy.GiveUp action, Instant at, String reason) implements ProcessEvent {

	}

	/**
	 * The instance waits for other processes: with its launch, until what it depends on
	 * is ready, or with its stop, until what depends on it is down.
	 *
	 * @param instance the instance
	 * @param at when it began, or began to wait for others
	 * @param reason for which one, and its state
	 */
	record Waits(InstanceId instance, Instant at, String reason) implements ProcessEvent {

	}

	/**
	 * A process has more work than its instances can take, and may have more of them, but
	 * {@code max-processes} is reached. Said once until it has grown.
	 *
	 * @param instance the first instance, for the process
	 * @param at when
	 * @param reason how many there are and how many are allowed
	 */
	record PoolLimited(InstanceId instance, Instant at, String reason) implements ProcessEvent {

	}

}
