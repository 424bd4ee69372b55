package dev.processkit.launch;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Whether and where class archives of worker JVMs are kept.
 *
 * @param enabled whether they are made and used
 * @param directory where they are kept; {@code null} for
 * {@code processkit/class-archives} in the user's cache directory
 * @since 0.1
 */
public record ClassArchiveSettings(boolean enabled, @Nullable Path directory) {

	/** No archives. */
	public static final ClassArchiveSettings OFF = new ClassArchiveSettings(false, null);

}
