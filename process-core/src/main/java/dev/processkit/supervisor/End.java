package dev.processkit.supervisor;

import dev.processkit.InstanceState;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.RestartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How a process has ended, or its launch, and what that counts as.
 *
 * @param asked whether somebody asked for it
 * @param expected whether it ended as it should
 * @param told what to tell people
 */
record End(boolean asked, boolean expected, String told) {

	/**
	 * Judge.
	 * @param before the state in which it ended
	 * @param failing whether its end counts as a failure in any case
	 * @param policy says which exits are expected
	 * @param exit the exit; {@code null} if it was never launched
	 * @param how how it ended, for people
	 * @return the end
	 */
	static End of(Standing before, boolean failing, RestartPolicy policy, @Nullable ProcessExit exit, String how) {
		if (!before.is(InstanceState.STOPPING)) {
			return new End(false, !failing && exit != null && policy.isExpected(exit), how);
		}
		return failing ? new End(false, false, before.reason() + afterKill(exit, how))
				: new End(true, true, before.reason());
	}

	/** Its end by our own KILL is no news, and no sign of too little memory. */
	private static String afterKill(@Nullable ProcessExit exit, String how) {
		return (exit != null && exit.signal() == ProcessSignal.KILL) ? "" : " (" + how + ")";
	}

}
