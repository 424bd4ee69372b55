package dev.processkit;

/**
 * Code of the application that is run in the life of an instance: a bean of this type,
 * named in {@code hooks}. One hook may serve several processes and moments.
 * <p>
 * Called on a thread that exists for this call alone, never on the supervisor's, so it
 * may block; calls for several instances come at once. Its time is that of
 * {@link HookPolicy#timeout()}: then, and when the call is not needed any more, its
 * thread is interrupted and nobody waits for it. A hook should end soon after that. While
 * one that was given up still runs, it is not called again for the same instance and
 * moment, which counts as a failure.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ProcessHook {

	/**
	 * Do what is to be done at this moment.
	 * @param context what is known
	 * @throws Exception to fail: then the process is not launched and the restart policy
	 * judges, if this is before the start; at the other moments the failure is logged and
	 * changes nothing
	 */
	void run(HookContext context) throws Exception;

}
