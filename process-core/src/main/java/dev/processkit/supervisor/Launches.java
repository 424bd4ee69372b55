package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The launches of one instance: the one that counts at the moment with the process that
 * came of it, and how the one before it ended. News of an earlier launch carries another
 * number and is told apart by it.
 */
final class Launches {

	private long number;

	private @Nullable ProcessIdentity identity;

	private @Nullable Instant launchedAt;

	private boolean wasReady;

	private @Nullable String held;

	private @Nullable ProcessExit lastExit;

	private @Nullable String lastExitReason;

	long number() {
		return this.number;
	}

	@Nullable ProcessIdentity identity() {
		return this.identity;
	}

	/**
	 * Begin a launch, which is held back at first.
	 * @param why why it is launched
	 */
	void begin(String why) {
		this.number++;
		this.held = why;
		this.identity = null;
		this.launchedAt = null;
		this.wasReady = false;
	}

	void launched(ProcessIdentity identity, Instant at) {
		this.identity = identity;
		this.launchedAt = at;
	}

	boolean isHeld() {
		return this.held != null;
	}

	/**
	 * Hold it back no longer.
	 * @return why it is launched
	 */
	String letGo() {
		String why = Objects.requireNonNull(this.held, "nothing is held back");
		this.held = null;
		return why;
	}

	/** Whether a launch is this one, and no process has come of it yet. */
	boolean isOpen(long launch) {
		return launch == this.number && this.identity == null;
	}

	/** Whether a launch is this one, and its process has not ended. */
	boolean isRunning(long launch) {
		return launch == this.number && this.identity != null;
	}

	void ready() {
		this.wasReady = true;
	}

	Duration age(Instant now) {
		return (this.launchedAt != null) ? Duration.between(this.launchedAt, now) : Duration.ZERO;
	}

	/** How long it has run stably: however long it took, what was never ready has not. */
	Duration stable(Instant now) {
		return this.wasReady ? age(now) : Duration.ZERO;
	}

	void ended(@Nullable ProcessExit exit, String why) {
		this.identity = null;
		if (exit != null) {
			this.lastExit = exit;
			this.lastExitReason = why;
		}
	}

	@Nullable ProcessExit lastExit() {
		return this.lastExit;
	}

	@Nullable String lastExitReason() {
		return this.lastExitReason;
	}

}
