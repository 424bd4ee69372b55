package dev.processkit.supervisor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import dev.processkit.OutputListener;
import dev.processkit.ProcessDefinition;

/**
 * Keeps the last lines of each instance and passes lines on. Thread-safe.
 */
final class OutputCollector {

	private final OutputListener listener;

	private final Map<InstanceId, Kept> kept = new ConcurrentHashMap<>();

	OutputCollector(OutputListener listener) {
		this.listener = listener;
	}

	Consumer<String> of(InstanceId instance, ProcessDefinition definition) {
		LogPolicy policy = definition.policies().log();
		// Restarts bring the same definition again; another one has taken the name over.
		OutputTail tail = this.kept.compute(instance, (id, old) -> (old != null && old.definition == definition) ? old
				: new Kept(definition, new OutputTail(policy.tailLines()))).tail;
		if (policy.to() != LogPolicy.To.LOGGER) {
			return tail::add;
		}
		return (line) -> {
			tail.add(line);
			this.listener.onLine(instance, line);
		};
	}

	void forget(InstanceId instance) {
		this.kept.remove(instance);
	}

	/** A spare's lines go to the logger, under its own name; nothing is kept of them. */
	Consumer<String> ofSpare(InstanceId spare) {
		return (line) -> this.listener.onLine(spare, line);
	}

	List<String> lines(InstanceId instance) {
		Kept found = this.kept.get(instance);
		return (found != null) ? found.tail.lines() : List.of();
	}

	private record Kept(ProcessDefinition definition, OutputTail tail) {

	}

}
