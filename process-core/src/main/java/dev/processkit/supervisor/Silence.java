package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Supplier;

import dev.processkit.InstanceId;
import dev.processkit.launch.ProcessorDemand;
import org.jspecify.annotations.Nullable;

/**
 * How much of a worker's silence counts against it. One that wants to run and is not let
 * does not hang: the machine has too much to do, of which a JVM that is launched in its
 * place would be still more. Confined to the supervisor's thread.
 */
final class Silence {

	private static final Logger LOGGER = System.getLogger(Silence.class.getName());

	/** How many times its time-out a worker may wait for a processor. */
	private static final int LIMIT = 6;

	/**
	 * The part of the time-out after which it is looked at again, and the part of that
	 * time for which it must have run to be one that could have spoken.
	 */
	private static final int PART = 10;

	private final InstanceId instance;

	private final String fault;

	private final Supplier<@Nullable ProcessorDemand> demand;

	private @Nullable Look last;

	/**
	 * Nothing counts yet.
	 * @param instance whose worker it is
	 * @param fault what the worker has not done, for people
	 * @param demand looks at the worker's process; {@code null} where nothing tells
	 */
	Silence(InstanceId instance, String fault, Supplier<@Nullable ProcessorDemand> demand) {
		this.instance = instance;
		this.fault = fault;
		this.demand = demand;
	}

	/**
	 * Count.
	 * @param silent for how long the worker has said nothing
	 * @param timeout for how long it may
	 * @param now the time in nanoseconds, from an arbitrary origin
	 * @return what counts: all of it, or less than the time-out where the worker is to be
	 * looked at again when the rest is over
	 */
	Duration counted(Duration silent, Duration timeout, long now) {
		if (silent.compareTo(timeout) < 0) {
			this.last = null;
			return silent;
		}
		boolean spared = silent.compareTo(timeout.multipliedBy(LIMIT)) < 0 && waits(timeout, now);
		return spared ? timeout.minus(timeout.dividedBy(PART)) : silent;
	}

	private boolean waits(Duration timeout, long now) {
		ProcessorDemand seen = this.demand.get();
		if (seen == null || !seen.runnable()) {
			return false;
		}
		Look before = this.last;
		this.last = new Look(now, seen.used());
		if (before == null) {
			LOGGER.log(Level.WARNING,
					"Worker {0} has {1} for {2}, but wants to run. This machine may have too much to do:"
							+ " as long as it gets no processor, it has up to {3}",
					this.instance, this.fault, Durations.words(timeout), Durations.words(timeout.multipliedBy(LIMIT)));
			return true;
		}
		Duration elapsed = Duration.ofNanos(now - before.nanos);
		return seen.used().minus(before.used).compareTo(elapsed.dividedBy(PART)) < 0;
	}

	private record Look(long nanos, Duration used) {

	}

}
