package dev.processkit.supervisor;

import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import org.jspecify.annotations.Nullable;

/**
 * How a process has ended, or its launch, and what that counts as.
 *
 * @param exit the exit; {@code null} if it was never launched
 * @param asked whether somebody asked for it
 * @param expected whether it ended as it should
 * @param told what to tell people
 */
record End(@Nullable ProcessExit exit, boolean asked, boolean expected, String told) {

	/** Somebody asked for it. */
	static End asked(@Nullable ProcessExit exit, String why) {
		return new End(exit, true, true, why);
	}

	/** By itself. */
	static End alone(@Nullable ProcessExit exit, boolean expected, String how) {
		return new End(exit, false, expected, how);
	}

	/**
	 * We killed it, for its own fault. Its end by our KILL is no news, and no sign of too
	 * little memory.
	 */
	static End killed(@Nullable ProcessExit exit, String why, String how) {
		boolean ours = exit != null && exit.signal() == ProcessSignal.KILL;
		return new End(exit, false, false, ours ? why : why + " (" + how + ")");
	}

}
