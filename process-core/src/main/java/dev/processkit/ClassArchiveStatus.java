package dev.processkit;

import org.jspecify.annotations.Nullable;

/**
 * What the class archive of the workers' JVMs is doing. Where workers of different JVM
 * options have archives of their own, it tells of one that is unusable, else being made,
 * else in use, and its reason says how many others are in which state.
 *
 * @param state what it is doing
 * @param reason why, in words
 * @param file the archive, or the one that is being made; {@code null} where there is
 * none
 * @param size the bytes of the archive in use; otherwise 0
 * @since 0.1
 */
public record ClassArchiveStatus(State state, String reason, @Nullable String file, long size) {

	/**
	 * Say that there is none.
	 * @param reason why
	 * @return the status
	 */
	public static ClassArchiveStatus off(String reason) {
		return new ClassArchiveStatus(State.OFF, reason, null, 0);
	}

	/**
	 * The states.
	 */
	public enum State {

		/** None is used or made. */
		OFF,

		/** One is checked or made in the background; workers start without it. */
		BUILDING,

		/** Workers start with it. */
		IN_USE,

		/** It could not be made, or is not trusted any more; workers start without it. */
		UNUSABLE

	}

}
