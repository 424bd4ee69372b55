package dev.processkit;

import java.util.List;

/**
 * How a worker's JVM is sized.
 *
 * @param heapBytes the largest heap, in bytes; at least 8 MiB
 * @param options further options, passed as they are and last, so that they win
 * @param spare the kind of spare that may become such a worker
 * @since 0.1
 */
public record JvmSettings(long heapBytes, List<String> options, Spare spare) {

	/** 128 MiB, no further options. */
	public static final JvmSettings DEFAULT = new JvmSettings(128L << 20, List.of());

	/**
	 * Settings with a lean spare.
	 * @param heapBytes the largest heap, in bytes
	 * @param options further options
	 */
	public JvmSettings(long heapBytes, List<String> options) {
		this(heapBytes, options, Spare.LEAN);
	}

	public JvmSettings {
		options = List.copyOf(options);
		if (heapBytes < 8L << 20) {
			throw new InvalidDefinitionException("heap", heapBytes, "is too small for a JVM", "Use 8MB or more.");
		}
	}

	/**
	 * The kinds of spares.
	 */
	public enum Spare {

		/** A JVM that waits and has loaded nothing of the application. */
		LEAN,

		/**
		 * One of its own that has made the worker once and thrown it away, with all side
		 * effects that this has.
		 */
		PREPARED,

		/** None: each process is launched when it is needed. */
		NONE

	}

}
