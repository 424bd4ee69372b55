package dev.processkit.supervisor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.processkit.EndpointAddress;
import dev.processkit.InstanceId;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessStatus;
import dev.processkit.SpareStatus;
import dev.processkit.SupervisorStatus;
import org.jspecify.annotations.Nullable;

/**
 * What readers see. Written by the supervisor's thread, read by any, never locked: each
 * process is replaced as a whole when one of its instances changes.
 */
final class StatusBoard {

	private final int maxProcesses;

	private final Map<String, EndpointAddress> endpoints = new ConcurrentHashMap<>();

	private final Map<InstanceId, WorkerLine> lines = new ConcurrentHashMap<>();

	private volatile Map<String, Entry> entries = Map.of();

	private volatile SpareStatus spares = SpareStatus.NONE;

	StatusBoard(int maxProcesses) {
		this.maxProcesses = maxProcesses;
	}

	void put(ProcessDefinition definition, List<InstanceStatus> instances) {
		Map<String, Entry> next = new LinkedHashMap<>(this.entries);
		next.put(definition.name(), new Entry(definition, instances));
		this.entries = next;
	}

	void setSpares(SpareStatus spares) {
		this.spares = spares;
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

	@Nullable ProcessStatus find(String process) {
		Entry entry = this.entries.get(process);
		return (entry != null) ? status(entry) : null;
	}

	SupervisorStatus all() {
		List<ProcessStatus> processes = this.entries.values().stream().map(this::status).toList();
		long live = processes.stream()
			.flatMap((process) -> process.instances().stream())
			.filter((instance) -> instance.identity() != null)
			.count();
		return new SupervisorStatus(this.maxProcesses, (int) live, processes, this.spares);
	}

	private ProcessStatus status(Entry entry) {
		List<InstanceStatus> instances = entry.instances.stream().map(this::withBusy).toList();
		return ProcessStatus.of(entry.definition, this.endpoints.get(entry.definition.name()), instances);
	}

	private InstanceStatus withBusy(InstanceStatus status) {
		WorkerLine line = this.lines.get(status.id());
		return (line == null) ? status
				: new InstanceStatus(status.id(), status.state(), status.reason(), status.since(), status.identity(),
						status.restarts(), status.lastExit(), status.lastExitReason(), status.nextLaunch(),
						line.busy());
	}

	private record Entry(ProcessDefinition definition, List<InstanceStatus> instances) {

	}

}
