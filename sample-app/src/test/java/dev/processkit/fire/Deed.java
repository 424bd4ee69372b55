package dev.processkit.fire;

import java.util.Set;

import dev.processkit.InstanceState;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has asked for, and how it was answered.
 *
 * @param action the action
 * @param target its target
 * @param answer the answer
 * @param begun when it was asked for, by {@link System#nanoTime}
 * @param ended when it was answered
 * @param reached the pids that took work before and after a signal, so that it went to
 * them, if it was one that workers count
 */
record Deed(String action, String target, String answer, long begun, long ended, Set<Long> reached) {

	boolean isDone() {
		return this.answer.equals(Operator.DONE);
	}

	boolean concerns(String instance) {
		return instance.equals(this.target) || instance.startsWith(this.target + "-");
	}

	/**
	 * Say what it makes of what is wanted. Pause and resume are refused or done; all else
	 * is decided in any case, even if another operator comes between.
	 * @param wanted READY, PAUSED or STOPPED
	 * @return what is wanted afterwards; {@code null} if its answer could not be given
	 */
	@Nullable InstanceState apply(InstanceState wanted) {
		boolean down = wanted == InstanceState.STOPPED;
		return switch (this.action) {
			case "start" -> down ? InstanceState.READY : wanted;
			case "restart" -> InstanceState.READY;
			case "stop", "kill" -> InstanceState.STOPPED;
			case "pause", "resume" -> {
				if (!isDone()) {
					yield wanted;
				}
				InstanceState asked = this.action.equals("pause") ? InstanceState.PAUSED : InstanceState.READY;
				yield down ? null : asked;
			}
			default -> wanted;
		};
	}

}
