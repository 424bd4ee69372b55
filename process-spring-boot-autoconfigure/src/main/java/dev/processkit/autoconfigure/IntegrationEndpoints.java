package dev.processkit.autoconfigure;

import dev.processkit.EndpointAddress;
import dev.processkit.ProcessDefinition;
import dev.processkit.integration.ProcessEndpoints;
import dev.processkit.integration.StandbyEndpoint;

/**
 * Endpoints on Spring Integration.
 */
final class IntegrationEndpoints implements Endpoints {

	private final ProcessEndpoints endpoints;

	IntegrationEndpoints(ProcessEndpoints endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	public EndpointAddress open(ProcessDefinition definition) {
		return this.endpoints.open(definition);
	}

	@Override
	public StandbyEndpoint standBy(ProcessDefinition definition) {
		return this.endpoints.standBy(definition);
	}

	@Override
	public void close(String process) {
		this.endpoints.close(process);
	}

	@Override
	public void close() {
		this.endpoints.close();
	}

}
