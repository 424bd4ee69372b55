package dev.processkit;

import java.time.Duration;
import java.util.List;

/**
 * What else is run in the life of an instance.
 *
 * @param beforeStart a command to run before each launch; empty for none
 * @param timeout how long it may take
 * @since 0.1
 */
public record HookPolicy(List<String> beforeStart, Duration timeout) {

	/** Nothing. */
	public static final HookPolicy NONE = new HookPolicy(List.of(), Duration.ofSeconds(30));

	public HookPolicy {
		beforeStart = List.copyOf(beforeStart);
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidDefinitionException("timeout", timeout, "is not positive", "Use a duration such as 30s.");
		}
	}

}
