package dev.processkit.operation;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.processkit.InstanceId;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessStatus;
import dev.processkit.SupervisorStatus;

/**
 * What a request is about: a process, a group, or one instance. The name of a process
 * wins over that of a group, this over an instance id, and this over a pid, as for the
 * supervisor.
 *
 * @param name the name of the process, or of the group
 * @param instance the instance; {@code null} when all are meant
 * @param group the group; {@code null} when it is none
 */
record ProcessTarget(String name, @Nullable InstanceId instance, @Nullable ProcessGroup group) {

	ProcessTarget(String process, @Nullable InstanceId instance) {
		this(process, instance, null);
	}

	private ProcessTarget(ProcessGroup group) {
		this(group.name(), null, group);
	}

	/**
	 * Find out what a text means.
	 * @param status where to look
	 * @param text a process name, a group, an instance id or a pid
	 * @return the target; {@code null} when it is unknown
	 */
	static @Nullable ProcessTarget resolve(SupervisorStatus status, String text) {
		if (find(status, text) != null) {
			return new ProcessTarget(text, null);
		}
		for (ProcessGroup group : status.groups()) {
			if (group.name().equals(text)) {
				return new ProcessTarget(group);
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

	private static @Nullable ProcessStatus find(SupervisorStatus status, String process) {
		return status.processes()
			.stream()
			.filter((candidate) -> candidate.name().equals(process))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Pick the target from a snapshot.
	 * @param status the snapshot
	 * @return its process or its members; {@code null} when it is there no more
	 */
	@Nullable TargetStatus in(SupervisorStatus status) {
		if (this.group != null) {
			return new TargetStatus(this.group.members()
				.stream()
				.map((member) -> find(status, member))
				.filter(Objects::nonNull)
				.toList(), true);
		}
		ProcessStatus process = find(status, this.name);
		return (process != null) ? narrow(process) : null;
	}

	/**
	 * Leave out what was not asked for.
	 * @param status the process of this target
	 * @return the same with the one instance that is meant, if one is meant and still
	 * there
	 */
	TargetStatus narrow(ProcessStatus status) {
		List<InstanceStatus> chosen = status.instances()
			.stream()
			.filter((candidate) -> candidate.id().equals(this.instance))
			.toList();
		return TargetStatus.of(chosen.isEmpty() ? status
				: ProcessStatus.of(status.definition(), status.endpoint(), status.waiting(), chosen));
	}

}
