package dev.processkit;

import java.util.List;

/**
 * Everything as it was when the snapshot was taken.
 *
 * @param maxProcesses how many live processes are allowed
 * @param live how many there are, spares left aside, which make room when they have to
 * @param processes all processes, in the order in which they were added
 * @param spares the worker JVMs that wait
 * @param classArchive what the class archive of the workers is doing
 * @param groups the processes that belong together; a member need not be there
 * @since 0.1
 */
public record SupervisorStatus(int maxProcesses, int live, List<ProcessStatus> processes, SpareStatus spares,
		ClassArchiveStatus classArchive, List<ProcessGroup> groups) {

	public SupervisorStatus {
		groups = List.copyOf(groups);
	}

	/**
	 * A snapshot without spares and groups, where nothing is known of class archives.
	 * @param maxProcesses how many live processes are allowed
	 * @param live how many there are
	 * @param processes all processes
	 */
	public SupervisorStatus(int maxProcesses, int live, List<ProcessStatus> processes) {
		this(maxProcesses, live, processes, SpareStatus.NONE, ClassArchiveStatus.off("nothing is known of it"),
				List.of());
	}

}
