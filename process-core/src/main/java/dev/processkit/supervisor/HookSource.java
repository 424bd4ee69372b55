package dev.processkit.supervisor;

import dev.processkit.ProcessException;
import dev.processkit.ProcessHook;

/**
 * Knows the hooks that are code of the application. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface HookSource {

	/** Knows none. */
	HookSource NONE = (name) -> {
		throw new ProcessException("There is no hook named '%s', since this supervisor was given none".formatted(name));
	};

	/**
	 * Find a hook. Called each time that it is to be run, on the thread and within the
	 * time of that run.
	 * @param name its name
	 * @return the hook
	 * @throws RuntimeException if there is none; then the hook has failed
	 */
	ProcessHook find(String name);

}
