package dev.processkit.console;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessStatus;
import dev.processkit.SupervisorStatus;
import dev.processkit.operation.InstanceDescriptor;
import dev.processkit.operation.ProcessDescriber;

/**
 * The sums of a snapshot.
 *
 * @param supervisor the whole
 * @param processes each process
 */
record Statistics(SupervisorSums supervisor, List<ProcessSums> processes) {

	static Statistics of(SupervisorStatus status, ProcessDescriber describer) {
		return new Statistics(new SupervisorSums(status.live(), status.maxProcesses()),
				status.processes().stream().map((process) -> ProcessSums.of(process, describer)).toList());
	}

	/**
	 * All processes together.
	 *
	 * @param live how many operating-system processes there are
	 * @param max how many are allowed
	 */
	record SupervisorSums(int live, int max) {

	}

	/**
	 * One process.
	 *
	 * @param name its name
	 * @param instances how many instances are in each state
	 * @param restarts the relaunches of all instances
	 * @param requests its requests
	 * @param uptime that of the oldest live instance; {@code null} when none is live
	 * @param cpu the processor time of all live instances
	 * @param memory the resident memory of all live instances, in bytes
	 */
	record ProcessSums(String name, Map<InstanceState, Integer> instances, long restarts, RequestSums requests,
			@Nullable Duration uptime, Duration cpu, long memory) {

		static ProcessSums of(ProcessStatus status, ProcessDescriber describer) {
			List<InstanceDescriptor> instances = describer.describe(status).instances();
			Map<InstanceState, Integer> states = new TreeMap<>();
			instances.forEach((instance) -> states.merge(instance.state(), 1, Integer::sum));
			return new ProcessSums(status.name(), states,
					instances.stream().mapToLong(InstanceDescriptor::restarts).sum(),
					new RequestSums(status.instances().stream().mapToInt(InstanceStatus::busy).sum(), status.waiting()),
					instances.stream()
						.map(InstanceDescriptor::uptime)
						.filter(Objects::nonNull)
						.max(Comparator.naturalOrder())
						.orElse(null),
					instances.stream()
						.map(InstanceDescriptor::cpu)
						.filter(Objects::nonNull)
						.reduce(Duration.ZERO, Duration::plus),
					instances.stream()
						.map(InstanceDescriptor::memory)
						.filter(Objects::nonNull)
						.mapToLong(Long::longValue)
						.sum());
		}

	}

	/**
	 * The requests of one process.
	 *
	 * @param running how many are being answered
	 * @param waiting how many wait for an instance
	 */
	record RequestSums(int running, int waiting) {

	}

}
