package dev.processkit.supervisor;

import java.time.Duration;
import java.util.Locale;

import dev.processkit.InstanceState;
import dev.processkit.ResourcePolicy;

/**
 * What follows when a process was seen to use more memory than it may: above the hard
 * limit it is killed, which is a failure; above the soft one it is renewed without one,
 * once it has been ready for {@code reset-after}.
 *
 * @param launch the launch of the process; of another one nothing is decided
 * @param used what it used with its tree, in bytes
 * @param limits what it may
 */
record MemoryVerdict(long launch, long used, ResourcePolicy limits) {

	/**
	 * The limit that counts first.
	 * @param limits the limits
	 * @return the number of bytes
	 */
	static long lowest(ResourcePolicy limits) {
		return Math.min((limits.memory() != null) ? limits.memory() : Long.MAX_VALUE,
				(limits.memoryHigh() != null) ? limits.memoryHigh() : Long.MAX_VALUE);
	}

	/**
	 * Decide.
	 * @param step the step
	 * @param instance the instance that had the process
	 */
	void apply(Step step, Instance instance) {
		if (instance.launch() != this.launch || instance.identity() == null) {
			return;
		}
		boolean serves = instance.state() == InstanceState.READY || instance.state() == InstanceState.PAUSED;
		Long memory = this.limits.memory();
		if (memory != null && this.used > memory) {
			if (serves || instance.state() == InstanceState.STARTING) {
				instance.replace(step, words("allowed are", memory));
			}
		}
		else if (serves && this.limits.memoryHigh() != null && hasSettled(step, instance)) {
			instance.renew(step, words("it is replaced above", this.limits.memoryHigh()));
		}
	}

	/** What is above its limit from the beginning must not be replaced all the time. */
	private static boolean hasSettled(Step step, Instance instance) {
		Duration settled = instance.definition().policies().restart().resetAfter();
		return Duration.between(instance.status().since(), step.now()).compareTo(settled) >= 0;
	}

	private String words(String relation, long limit) {
		return "used %s, %s %s".formatted(size(this.used), relation, size(limit));
	}

	private static String size(long bytes) {
		long megabytes = bytes >> 20;
		return (megabytes >= 10) ? megabytes + " MB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
	}

}
