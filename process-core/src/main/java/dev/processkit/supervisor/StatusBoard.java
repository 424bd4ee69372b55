package dev.processkit.supervisor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import dev.processkit.ClassArchiveStatus;
import dev.processkit.EndpointAddress;
import dev.processkit.InstanceId;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessStatus;
import dev.processkit.SpareStatus;
import dev.processkit.SupervisorStatus;
import dev.processkit.UnknownProcessException;
import org.jspecify.annotations.Nullable;

/**
 * What readers see. Written by the supervisor's thread, read by any, never locked: each
 * process is replaced as a whole when one of its instances changes.
 */
final class StatusBoard {

	private final int maxProcesses;

	private final ToIntFunction<String> waiting;

	private final Map<String, EndpointAddress> endpoints = new ConcurrentHashMap<>();

	private final Map<InstanceId, WorkerLine> lines = new ConcurrentHashMap<>();

	private volatile Map<String, Entry> entries = Map.of();

	private volatile SpareStatus spares = SpareStatus.NONE;

	private volatile List<ProcessGroup> groups = List.of();

	StatusBoard(int maxProcesses, ToIntFunction<String> waiting) {
		this.maxProcesses = maxProcesses;
		this.waiting = waiting;
	}

	void put(ProcessDefinition definition, List<InstanceStatus> instances) {
		Map<String, Entry> next = new LinkedHashMap<>(this.entries);
		next.put(definition.name(), new Entry(definition, instances));
		this.entries = next;
	}

	void remove(String process) {
		Map<String, Entry> next = new LinkedHashMap<>(this.entries);
		next.remove(process);
		this.entries = next;
		this.endpoints.remove(process);
	}

	void setSpares(SpareStatus spares) {
		this.spares = spares;
	}

	void setGroups(List<ProcessGroup> groups) {
		this.groups = List.copyOf(groups);
	}

	void setEndpoint(String process, @Nullable EndpointAddress address) {
		if (address != null) {
			this.endpoints.put(process, address);
		}
		else {
			this.endpoints.remove(process);
		}
	}

	void setLine(InstanceId instance, @Nullable WorkerLine line) {
		if (line != null) {
			this.lines.put(instance, line);
		}
		else {
			this.lines.remove(instance);
		}
	}

	@Nullable WorkerLine line(InstanceId instance) {
		return this.lines.get(instance);
	}

	/**
	 * Find the instances that a target means.
	 * @param target a process, a group or an instance
	 * @return the instances, at least one
	 * @throws UnknownProcessException if there is no such target
	 */
	List<InstanceId> instances(String target) {
		Predicate<InstanceId> meant = meaning(target);
		List<InstanceId> found = this.entries.values()
			.stream()
			.flatMap((entry) -> entry.instances.stream())
			.map(InstanceStatus::id)
			.filter(meant)
			.toList();
		if (found.isEmpty()) {
			throw new UnknownProcessException(target);
		}
		return found;
	}

	/**
	 * Find out what a target means, also of instances that are still to come.
	 * @param target a process, a group or an instance
	 * @return whether an instance is meant
	 */
	Predicate<InstanceId> meaning(String target) {
		if (this.entries.containsKey(target)) {
			return (id) -> id.process().equals(target);
		}
		for (ProcessGroup group : this.groups) {
			if (group.name().equals(target)) {
				return (id) -> group.members().contains(id.process());
			}
		}
		return (id) -> id.toString().equals(target);
	}

	@Nullable ProcessStatus find(String process) {
		Entry entry = this.entries.get(process);
		return (entry != null) ? status(entry) : null;
	}

	SupervisorStatus all(ClassArchiveStatus classArchive) {
		List<ProcessStatus> processes = this.entries.values().stream().map(this::status).toList();
		long live = processes.stream()
			.flatMap((process) -> process.instances().stream())
			.filter((instance) -> instance.identity() != null)
			.count();
		return new SupervisorStatus(this.maxProcesses, (int) live, processes, this.spares, classArchive, this.groups);
	}

	private ProcessStatus status(Entry entry) {
		List<InstanceStatus> instances = entry.instances.stream().map(this::withBusy).toList();
		String name = entry.definition.name();
		return ProcessStatus.of(entry.definition, this.endpoints.get(name), this.waiting.applyAsInt(name), instances);
	}

	private InstanceStatus withBusy(InstanceStatus status) {
		WorkerLine line = this.lines.get(status.id());
		return (line == null) ? status
				: new InstanceStatus(status.id(), status.state(), status.reason(), status.since(), status.identity(),
						status.restarts(), status.lastExit(), status.lastExitReason(), status.nextLaunch(), line.busy(),
						line.activity());
	}

	private record Entry(ProcessDefinition definition, List<InstanceStatus> instances) {

	}

}
