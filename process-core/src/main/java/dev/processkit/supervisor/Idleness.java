package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * How long the instances of a pool have had nothing to do. It is looked up four times in
 * an idle time-out, and only while the pool is above its smallest size: requests
 * themselves are not slowed down by keeping record. Confined to the supervisor's thread.
 */
final class Idleness {

	private static final int LOOKS_PER_TIMEOUT = 4;

	private final Map<InstanceId, Reading> readings = new HashMap<>();

	private long look;

	private boolean expected;

	/** Look again in a while, unless that is arranged already. */
	void keepLooking(Step step, String process, Scaling scaling) {
		if (!this.expected) {
			this.expected = true;
			Duration after = scaling.idleTimeout().dividedBy(LOOKS_PER_TIMEOUT);
			step.effect(new Effect.CheckIdle(process, ++this.look, after.isZero() ? scaling.idleTimeout() : after));
		}
	}

	/**
	 * Take the look that was arranged.
	 * @param look its number
	 * @return {@code false} for one that was arranged by a predecessor
	 */
	boolean begin(long look) {
		if (!this.expected || look != this.look) {
			return false;
		}
		this.expected = false;
		return true;
	}

	void read(Map<InstanceId, Load.Work> work, Instant now) {
		this.readings.keySet().retainAll(work.keySet());
		work.forEach((instance, seen) -> {
			Reading last = this.readings.get(instance);
			if (last == null || seen.busy() > 0 || seen.taken() != last.taken) {
				this.readings.put(instance, new Reading(seen.taken(), now));
			}
		});
	}

	boolean isIdle(InstanceId instance, Duration timeout, Instant now) {
		@Nullable Reading reading = this.readings.get(instance);
		return reading != null && Duration.between(reading.since, now).compareTo(timeout) >= 0;
	}

	private record Reading(long taken, Instant since) {

	}

}
