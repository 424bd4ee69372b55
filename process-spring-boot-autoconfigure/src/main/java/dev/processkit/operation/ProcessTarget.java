package dev.processkit.operation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.processkit.InstanceId;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessStatus;
import dev.processkit.SupervisorStatus;

/**
 * What a request is about: a process, or one instance of it. A name wins over an instance
 * id, an instance id over a pid.
 *
 * @param process the name of the process
 * @param instance the instance; {@code null} when all are meant
 */
record ProcessTarget(String process, @Nullable InstanceId instance) {

	/**
	 * Find out what a text means.
	 * @param status where to look
	 * @param text a process name, an instance id or a pid
	 * @return the target; {@code null} when it is unknown
	 */
	static @Nullable ProcessTarget resolve(SupervisorStatus status, String text) {
		for (ProcessStatus process : status.processes()) {
			if (process.name().equals(text)) {
				return new ProcessTarget(text, null);
			}
		}
		ProcessTarget byPid = null;
		for (ProcessStatus process : status.processes()) {
			for (InstanceStatus instance : process.instances()) {
				if (instance.id().toString().equals(text)) {
					return new ProcessTarget(process.name(), instance.id());
				}
				if (instance.identity() != null && Long.toString(instance.identity().pid()).equals(text)) {
					byPid = new ProcessTarget(process.name(), instance.id());
				}
			}
		}
		return byPid;
	}

	/**
	 * Pick the target from a snapshot.
	 * @param status the snapshot
	 * @return its process; {@code null} when it is there no more
	 */
	@Nullable ProcessStatus in(SupervisorStatus status) {
		return status.processes()
			.stream()
			.filter((candidate) -> candidate.name().equals(this.process))
			.findFirst()
			.map(this::narrow)
			.orElse(null);
	}

	/**
	 * Leave out what was not asked for.
	 * @param status the process of this target
	 * @return the same with the one instance that is meant, if one is meant and still
	 * there
	 */
	ProcessStatus narrow(ProcessStatus status) {
		List<InstanceStatus> chosen = status.instances()
			.stream()
			.filter((candidate) -> candidate.id().equals(this.instance))
			.toList();
		return chosen.isEmpty() ? status
				: ProcessStatus.of(status.definition(), status.endpoint(), status.waiting(), chosen);
	}

}
