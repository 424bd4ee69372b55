package dev.processkit.ctl.view;

import tools.jackson.databind.JsonNode;

/**
 * The states of an instance, as a client sees them.
 *
 * @since 0.1
 */
public enum State {

	/** Down, on request. */
	STOPPED(Style.QUIET, false),

	/** On its way up. */
	STARTING(Style.WAITING, true),

	/** Up. */
	READY(Style.GOOD, false),

	/** Up, and takes no work, on request. */
	PAUSED(Style.HELD, false),

	/** Down, and waits for its next launch. */
	BACKING_OFF(Style.WAITING, true),

	/** On its way down. */
	STOPPING(Style.WAITING, false),

	/** Ended by itself as it should. */
	COMPLETED(Style.QUIET, false),

	/** Given up. */
	FAILED(Style.BAD, true),

	/** A state of a newer application. */
	UNKNOWN(Style.PLAIN, false);

	private final Style style;

	private final boolean missing;

	State(Style style, boolean missing) {
		this.style = style;
		this.missing = missing;
	}

	/**
	 * Read the state of a process or an instance.
	 * @param descriptor its descriptor
	 * @return the state
	 */
	static State of(JsonNode descriptor) {
		String name = descriptor.path("state").asString("");
		for (State state : values()) {
			if (state.name().equals(name)) {
				return state;
			}
		}
		return UNKNOWN;
	}

	/**
	 * Whether a process has an instance that should be up and is not.
	 * @param process its descriptor
	 * @return {@code true} if one is starting, backing off or failed
	 */
	public static boolean lacks(JsonNode process) {
		JsonNode instances = process.path("instances");
		return instances.isEmpty() ? of(process).missing : instances.valueStream().anyMatch((each) -> of(each).missing);
	}

	static Cell cell(JsonNode descriptor) {
		return new Cell(descriptor.path("state").asString("?"), of(descriptor).style);
	}

}
