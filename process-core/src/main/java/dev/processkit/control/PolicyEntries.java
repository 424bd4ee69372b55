package dev.processkit.control;

import java.time.Duration;
import java.util.Map;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.LoopPolicy;
import dev.processkit.RecyclePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a worker as entries of the CONFIGURE frame. What is as it is by default
 * is left out.
 */
final class PolicyEntries {

	private static final String INTERVAL = "loop-interval";

	private static final String IDLE = "loop-idle";

	private static final String MAX_RUNTIME = "recycle-max-runtime";

	private static final String MAX_MEMORY = "recycle-max-memory";

	private static final String MIN_FREE = "recycle-min-free-system-memory";

	private static final String MAX_JOBS = "recycle-max-jobs";

	private static final String MIN_RUNTIME = "recycle-min-runtime";

	private static final String JITTER = "recycle-jitter";

	private PolicyEntries() {
	}

	static void put(LoopPolicy loop, Map<String, String> entries) {
		if (!loop.equals(LoopPolicy.DEFAULT)) {
			entries.put(INTERVAL, Long.toString(loop.interval().toNanos()));
			entries.put(IDLE, Long.toString(loop.idle().toNanos()));
		}
	}

	static void put(RecyclePolicy recycle, Map<String, String> entries) {
		if (recycle.isLimited()) {
			putLimit(MAX_RUNTIME, (recycle.maxRuntime() != null) ? recycle.maxRuntime().toNanos() : null, entries);
			putLimit(MAX_MEMORY, recycle.maxMemory(), entries);
			putLimit(MIN_FREE, recycle.minFreeSystemMemory(), entries);
			putLimit(MAX_JOBS, recycle.maxJobs(), entries);
			putLimit(MIN_RUNTIME, recycle.minRuntime().toNanos(), entries);
			entries.put(JITTER, Double.toString(recycle.jitter()));
		}
	}

	private static void putLimit(String key, @Nullable Long limit, Map<String, String> entries) {
		if (limit != null) {
			entries.put(key, limit.toString());
		}
	}

	static LoopPolicy loop(Map<String, String> entries) throws BadFrameException {
		Long interval = number(INTERVAL, entries);
		Long idle = number(IDLE, entries);
		if (interval == null && idle == null) {
			return LoopPolicy.DEFAULT;
		}
		try {
			return new LoopPolicy((interval != null) ? Duration.ofNanos(interval) : LoopPolicy.DEFAULT.interval(),
					(idle != null) ? Duration.ofNanos(idle) : LoopPolicy.DEFAULT.idle());
		}
		catch (InvalidDefinitionException ex) {
			throw new BadFrameException("CONFIGURE has a wrong pace: " + ex.getMessage());
		}
	}

	static RecyclePolicy recycle(Map<String, String> entries) throws BadFrameException {
		Long maxRuntime = number(MAX_RUNTIME, entries);
		Long maxMemory = number(MAX_MEMORY, entries);
		Long minFree = number(MIN_FREE, entries);
		Long maxJobs = number(MAX_JOBS, entries);
		if (maxRuntime == null && maxMemory == null && minFree == null && maxJobs == null) {
			return RecyclePolicy.NEVER;
		}
		Long minRuntime = number(MIN_RUNTIME, entries);
		try {
			return new RecyclePolicy((maxRuntime != null) ? Duration.ofNanos(maxRuntime) : null, maxMemory, minFree,
					maxJobs, (minRuntime != null) ? Duration.ofNanos(minRuntime) : RecyclePolicy.NEVER.minRuntime(),
					Double.parseDouble(entries.getOrDefault(JITTER, "0")));
		}
		catch (InvalidDefinitionException | NumberFormatException ex) {
			throw new BadFrameException("CONFIGURE has a wrong limit to recycle at: " + ex.getMessage());
		}
	}

	private static @Nullable Long number(String key, Map<String, String> entries) throws BadFrameException {
		String value = entries.get(key);
		try {
			return (value != null) ? Long.valueOf(value) : null;
		}
		catch (NumberFormatException ex) {
			throw new BadFrameException("CONFIGURE has the '" + key + "' \"" + value + "\", which is no number");
		}
	}

}
