package dev.processkit.autoconfigure;

import dev.processkit.EndpointAddress;
import dev.processkit.ProcessDefinition;
import dev.processkit.integration.StandbyEndpoint;

/**
 * The sockets that are served on behalf of processes. A seam, so that an application
 * without Spring Integration starts and works as long as it declares none.
 */
interface Endpoints extends AutoCloseable {

	/**
	 * Bind and listen.
	 * @param definition a process with an endpoint
	 * @return the real address
	 */
	EndpointAddress open(ProcessDefinition definition);

	/**
	 * Bind and listen beside the endpoint that the process may have.
	 * @param definition a process with an endpoint
	 * @return the endpoint, to take the place of the other one
	 */
	StandbyEndpoint standBy(ProcessDefinition definition);

	/**
	 * Stop listening; replies that are owed still go out.
	 * @param process the name of the process
	 */
	void close(String process);

	/** Close them all. */
	@Override
	void close();

}
