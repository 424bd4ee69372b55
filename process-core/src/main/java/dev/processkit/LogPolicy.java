package dev.processkit;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Where the text that a process prints goes.
 *
 * @param to the destination
 * @param file the file to append to; only with {@link To#FILE}
 * @param tailLines how many of the last lines are kept in memory, for errors and the
 * actuator
 * @since 0.1
 */
public record LogPolicy(To to, @Nullable Path file, int tailLines) {

	/** To the logger of the process; 200 lines kept. */
	public static final LogPolicy DEFAULT = new LogPolicy(To.LOGGER, null, 200);

	public LogPolicy {
		if (tailLines < 0 || tailLines > 100_000) {
			throw new InvalidDefinitionException("tail-lines", tailLines, "is out of range", "Use 0 to 100000.");
		}
		if ((to == To.FILE) != (file != null)) {
			throw new InvalidDefinitionException("file", String.valueOf(file), "does not go with 'to: " + to + "'",
					"Give 'file' exactly when 'to' is 'file'.");
		}
	}

	/**
	 * Where text goes.
	 */
	public enum To {

		/** Line by line to the application's logger {@code process.<name>}. */
		LOGGER,

		/** Line by line to a file. */
		FILE,

		/** To the application's own standard output and error, untouched. */
		INHERIT,

		/** Nowhere. */
		DISCARD

	}

}
