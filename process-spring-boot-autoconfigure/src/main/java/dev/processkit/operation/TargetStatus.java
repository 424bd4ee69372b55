package dev.processkit.operation;

import java.util.List;

import dev.processkit.ProcessStatus;

/**
 * What a target means, as it is.
 *
 * @param processes the one process, with a single instance if that is meant; of a group,
 * its members that are there, in their order
 * @param several whether a group or all processes are meant, however many these are
 * @since 0.1
 */
public record TargetStatus(List<ProcessStatus> processes, boolean several) {

	public TargetStatus {
		processes = List.copyOf(processes);
	}

	static TargetStatus of(ProcessStatus process) {
		return new TargetStatus(List.of(process), false);
	}

}
