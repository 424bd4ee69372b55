package dev.processkit.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;

import dev.processkit.ProcessStatus;
import dev.processkit.SupervisorStatus;

/**
 * The processes that have meters in one registry. Thread-safe.
 */
class RegisteredProcesses {

	private final MeterRegistry registry;

	private final Supplier<SupervisorStatus> status;

	private final Map<String, ProcessMeters> meters = new ConcurrentHashMap<>();

	RegisteredProcesses(MeterRegistry registry, Supplier<SupervisorStatus> status) {
		this.registry = registry;
		this.status = status;
	}

	/**
	 * Add the meters of processes that are new, remove those of processes that are gone.
	 */
	void refresh() {
		Set<String> present = this.status.get()
			.processes()
			.stream()
			.map(ProcessStatus::name)
			.collect(Collectors.toSet());
		present.forEach((name) -> this.meters.computeIfAbsent(name,
				(process) -> new ProcessMeters(this.registry, process, this.status)));
		this.meters.keySet()
			.stream()
			.filter((name) -> !present.contains(name))
			.forEach((name) -> this.meters.computeIfPresent(name, (process, gone) -> {
				gone.remove();
				return null;
			}));
	}

	/**
	 * Record something about a process; news of one that is already gone is dropped, lest
	 * its meters come back.
	 * @param process the name of the process
	 * @param recording what to do with its meters
	 */
	void record(String process, Consumer<ProcessMeters> recording) {
		ProcessMeters found = this.meters.get(process);
		if (found != null) {
			recording.accept(found);
		}
	}

}
