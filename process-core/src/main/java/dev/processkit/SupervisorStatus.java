package dev.processkit;

import java.util.List;

/**
 * Everything as it was when the snapshot was taken.
 *
 * @param maxProcesses how many live processes are allowed
 * @param live how many there are, spares left aside, which make room when they have to
 * @param processes all processes, in the order in which they were added
 * @param spares the worker JVMs that wait
 * @since 0.1
 */
public record SupervisorStatus(int maxProcesses, int live, List<ProcessStatus> processes, SpareStatus spares) {

	/**
	 * A snapshot without spares.
	 * @param maxProcesses how many live processes are allowed
	 * @param live how many there are
	 * @param processes all processes
	 */
	public SupervisorStatus(int maxProcesses, int live, List<ProcessStatus> processes) {
		this(maxProcesses, live, processes, SpareStatus.NONE);
	}

}
