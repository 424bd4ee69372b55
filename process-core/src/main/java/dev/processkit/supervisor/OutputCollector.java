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

	private final Map<InstanceId, OutputTail> tails = new ConcurrentHashMap<>();

	OutputCollector(OutputListener listener) {
		this.listener = listener;
	}

	Consumer<String> of(InstanceId instance, ProcessDefinition definition) {
		LogPolicy policy = definition.policies().log();
		OutputTail tail = this.tails.computeIfAbsent(instance, (id) -> new OutputTail(policy.tailLines()));
		if (policy.to() != LogPolicy.To.LOGGER) {
			return tail::add;
		}
		return (line) -> {
			tail.add(line);
			this.listener.onLine(instance, line);
		};
	}

	List<String> lines(InstanceId instance) {
		OutputTail tail = this.tails.get(instance);
		return (tail != null) ? tail.lines() : List.of();
	}

}
