package dev.processkit.operation;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Everything that is supervised, as the actuator shows it.
 *
 * @param maxProcesses how many live processes are allowed
 * @param live how many there are
 * @param spares the worker JVMs that wait, which {@code live} does not count
 * @param processes all processes, in the order in which they were added
 * @param groups the names of groups and of their members, enabled or not; left out when
 * there are no groups
 * @param classArchive what the class archive of the workers is doing
 * @since 0.1
 */
public record ProcessesDescriptor(int maxProcesses, int live, SparesDescriptor spares,
		List<ProcessDescriptor> processes, @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> groups,
		ClassArchiveDescriptor classArchive) {

}
