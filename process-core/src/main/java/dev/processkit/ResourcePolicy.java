package dev.processkit;

import org.jspecify.annotations.Nullable;

/**
 * What a process may use of the machine.
 *
 * @param nice the niceness, -20 (first) to 19 (last); {@code null} for that of the
 * application
 * @since 0.1
 */
public record ResourcePolicy(@Nullable Integer nice) {

	/** As much as the application may. */
	public static final ResourcePolicy INHERITED = new ResourcePolicy(null);

	public ResourcePolicy {
		if (nice != null && (nice < -20 || nice > 19)) {
			throw new InvalidDefinitionException("nice", nice, "is out of range", "Use -20 to 19; 10 gives way.");
		}
	}

}
