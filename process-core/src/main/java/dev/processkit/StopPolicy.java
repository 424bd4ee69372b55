package dev.processkit;

import java.time.Duration;

/**
 * How to end an instance.
 *
 * @param signal the polite request; a worker also gets a STOP over its control channel
 * @param gracePeriod the time allowed before KILL
 * @param killTree whether signals reach every process of the tree and what is left of it
 * after its leader's exit is killed, or the leader alone is meant
 * @since 0.1
 */
public record StopPolicy(ProcessSignal signal, Duration gracePeriod, boolean killTree) {

	/** TERM, 10 s, the whole tree. */
	public static final StopPolicy DEFAULT = new StopPolicy(ProcessSignal.TERM, Duration.ofSeconds(10), true);

	public StopPolicy {
		if (gracePeriod.isNegative()) {
			throw new InvalidDefinitionException("grace-period", gracePeriod, "is negative", "Use 0 to kill at once.");
		}
		if (signal == ProcessSignal.STOP || signal == ProcessSignal.TSTP) {
			throw new InvalidDefinitionException("signal", signal, "suspends a process, it does not end it",
					"Use TERM, INT, QUIT or KILL.");
		}
	}

}
