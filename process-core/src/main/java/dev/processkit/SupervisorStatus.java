package dev.processkit;

import java.util.List;

/**
 * Everything as it was when the snapshot was taken.
 *
 * @param maxProcesses how many live processes are allowed
 * @param live how many there are
 * @param processes all processes, in the order in which they were added
 * @since 0.1
 */
public record SupervisorStatus(int maxProcesses, int live, List<ProcessStatus> processes) {

}
