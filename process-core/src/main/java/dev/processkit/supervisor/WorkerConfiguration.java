package dev.processkit.supervisor;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;

/**
 * What a worker is told in its CONFIGURE frame; the keys are part of the wire.
 */
final class WorkerConfiguration {

	private WorkerConfiguration() {
	}

	static Map<String, String> of(InstanceId instance, ProcessDefinition definition, Program.Worker program) {
		Map<String, String> configuration = new LinkedHashMap<>();
		configuration.put("name", definition.name());
		configuration.put("instance", instance.toString());
		configuration.put("type", program.type());
		configuration.put("factory", program.factory());
		configuration.put("virtual-threads", Boolean.toString(program.virtualThreads()));
		configuration.put("heartbeat-interval", Long.toString(definition.policies().heartbeat().interval().toMillis()));
		program.args().forEach((key, value) -> configuration.put("arg." + key, value));
		program.settings().forEach((key, value) -> configuration.put("setting." + key, value));
		return configuration;
	}

}
