package dev.processkit;

import java.util.List;

/**
 * How a worker's JVM is sized.
 *
 * @param heapBytes the largest heap, in bytes; at least 8 MiB
 * @param options further options, passed as they are and last, so that they win
 * @since 0.1
 */
public record JvmSettings(long heapBytes, List<String> options) {

	/** 128 MiB, no further options. */
	public static final JvmSettings DEFAULT = new JvmSettings(128L << 20, List.of());

	public JvmSettings {
		options = List.copyOf(options);
		if (heapBytes < 8L << 20) {
			throw new InvalidDefinitionException("heap", heapBytes, "is too small for a JVM", "Use 8MB or more.");
		}
	}

}
