package dev.processkit.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * One run of a hook. Thread-safe.
 */
interface HookRun {

	/**
	 * Run it. Blocks until it is over, at most until its time is.
	 * @return what went wrong; {@code null} for nothing
	 */
	@Nullable String run();

	/** End it, also before it has begun; without effect afterwards. */
	void cancel();

}
