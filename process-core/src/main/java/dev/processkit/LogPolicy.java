package dev.processkit;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where the text that a process prints goes.
 *
 * @param to the destination
 * @param file the file to append to; only with {@link To#FILE}. It may hold
 * {@code {process}} and {@code {instance}}; without the latter the instances of a process
 * share it, line by line
 * @param tailLines how many of the last lines are kept in memory, for errors, the
 * actuator and followers
 * @param format how lines look in the file
 * @param rotation when the file is put aside for a new one
 * @since 0.1
 */
public record LogPolicy(To to, @Nullable Path file, int tailLines, Format format, LogRotation rotation) {

	/** To the logger of the process; 200 lines kept. */
	public static final LogPolicy DEFAULT = new LogPolicy(To.LOGGER, null, 200);

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*}");

	public LogPolicy {
		if (tailLines < 0 || tailLines > 100_000) {
			throw new InvalidDefinitionException("tail-lines", tailLines, "is out of range", "Use 0 to 100000.");
		}
		if ((to == To.FILE) != (file != null)) {
			throw new InvalidDefinitionException("file", String.valueOf(file), "does not go with 'to: " + to + "'",
					"Give 'file' exactly when 'to' is 'file'.");
		}
		if (file != null) {
			requireKnownPlaceholders(file);
		}
	}

	/**
	 * A policy with the default format and rotation, should it be one for files.
	 * @param to the destination
	 * @param file the file to append to; only with {@link To#FILE}
	 * @param tailLines how many of the last lines are kept in memory
	 */
	public LogPolicy(To to, @Nullable Path file, int tailLines) {
		this(to, file, tailLines, Format.TEXT, LogRotation.DEFAULT);
	}

	private static void requireKnownPlaceholders(Path file) {
		Matcher placeholders = PLACEHOLDER.matcher(file.toString());
		while (placeholders.find()) {
			String placeholder = placeholders.group();
			if (!placeholder.equals("{instance}") && !placeholder.equals("{process}")) {
				throw new InvalidDefinitionException("file", file, "holds the unknown placeholder " + placeholder,
						"Use {process} or {instance}, or no braces.");
			}
		}
	}

	/**
	 * The file of one instance.
	 * @param instance the instance
	 * @return the path without placeholders; {@code null} when its lines go elsewhere
	 */
	public @Nullable Path fileOf(InstanceId instance) {
		if (this.file == null) {
			return null;
		}
		String text = this.file.toString();
		return text.contains("{")
				? this.file.getFileSystem()
					.getPath(text.replace("{instance}", instance.toString()).replace("{process}", instance.process()))
				: this.file;
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

	/**
	 * How a line looks in a file.
	 */
	public enum Format {

		/** As it was printed. */
		TEXT,

		/** A JSON object that says when and by whom it was printed. */
		JSON

	}

}
