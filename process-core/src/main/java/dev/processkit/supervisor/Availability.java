package dev.processkit.supervisor;

import java.util.List;

import dev.processkit.InstanceState;
import org.jspecify.annotations.Nullable;

/**
 * Whether waiting for a ready instance makes sense.
 */
final class Availability {

	private Availability() {
	}

	/**
	 * Say why no instance will take requests, unless somebody acts.
	 * @param instances the instances of a process
	 * @return the reason, or {@code null} if one is ready or on its way
	 */
	static @Nullable String reasonAgainst(List<Instance> instances) {
		String reason = "it has no instances";
		for (Instance instance : instances) {
			if (!instance.definition().program().takesRequests()) {
				return "it is a command without a protocol";
			}
			if ((instance.wantedUp() && instance.state().holdsSlot()) || instance.state() == InstanceState.READY) {
				return null;
			}
			reason = (instance.state() == InstanceState.FAILED) ? "it has failed: " + instance.reason()
					: "it is stopped: " + instance.reason();
		}
		return reason;
	}

}
