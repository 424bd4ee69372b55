package dev.processkit;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where an instance is in its life. What is wanted of it (up or down, and paused) is kept
 * apart from this. See {@code docs/states.md} for the graph; a test holds the two
 * together.
 *
 * @since 0.1
 */
public enum InstanceState {

	/** Not running, because nobody asked or because somebody asked it to stop. */
	STOPPED,

	/** Launched or about to be; not ready yet. */
	STARTING,

	/** Running, and may receive work. */
	READY,

	/** Running, but asked to take no work for the moment. */
	PAUSED,

	/** Exited; the next launch waits for its back-off. */
	BACKING_OFF,

	/** Asked or forced to end; not gone yet. */
	STOPPING,

	/** Ended by itself as it should, and the policy does not restart it. */
	COMPLETED,

	/** Given up; starts again only by an operator's act. */
	FAILED;

	/**
	 * Whether an operating-system process can exist in this state.
	 * @return {@code true} from the launch until the exit was seen
	 */
	public boolean isLive() {
		return this == STARTING || this == READY || this == PAUSED || this == STOPPING;
	}

	/**
	 * The states that may follow this one. A state follows itself when a process ends and
	 * is relaunched at once before it was ready.
	 * @return the states
	 */
	public Set<InstanceState> successors() {
		return switch (this) {
			case STOPPED -> EnumSet.of(STARTING);
			case STARTING -> EnumSet.of(STARTING, READY, PAUSED, STOPPING, BACKING_OFF, COMPLETED, FAILED);
			case READY -> EnumSet.of(PAUSED, STOPPING, STARTING, BACKING_OFF, COMPLETED, FAILED);
			case PAUSED -> EnumSet.of(READY, STOPPING, STARTING, BACKING_OFF, COMPLETED, FAILED);
			case BACKING_OFF, COMPLETED, FAILED -> EnumSet.of(STARTING, STOPPED);
			case STOPPING -> EnumSet.of(STOPPED, STARTING, BACKING_OFF, FAILED);
		};
	}

	/**
	 * Whether the instance holds one of the {@code max-processes} slots: it runs, or will
	 * run again by itself.
	 * @return {@code true} when the slot is taken
	 */
	public boolean holdsSlot() {
		return isLive() || this == BACKING_OFF;
	}

}
