package dev.processkit.autoconfigure;

import dev.processkit.EndpointAddress;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.integration.StandbyEndpoint;

/**
 * Stands in where Spring Integration is missing: refuses with what to add.
 */
final class MissingEndpoints implements Endpoints {

	@Override
	public EndpointAddress open(ProcessDefinition definition) {
		throw refusal(definition);
	}

	@Override
	public StandbyEndpoint standBy(ProcessDefinition definition) {
		throw refusal(definition);
	}

	private static InvalidDefinitionException refusal(ProcessDefinition definition) {
		return new InvalidDefinitionException("process", definition.name(),
				"declares an endpoint, but Spring Integration's sockets are not on the class path",
				"Add org.springframework.integration:spring-integration-ip, or use process-spring-boot-starter.");
	}

	@Override
	public void close(String process) {
		// Nothing can be open.
	}

	@Override
	public void close() {
		// Nothing can be open.
	}

}
