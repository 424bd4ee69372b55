package dev.processkit.integration;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import javax.net.ssl.SSLContext;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.supervisor.Dispatcher;

import org.springframework.context.ApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The sockets that the application serves on behalf of its processes. Thread-safe;
 * opening is quick, closing waits for replies that are owed.
 *
 * @since 0.1
 */
public final class ProcessEndpoints implements AutoCloseable {

	private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

	private final Dispatcher dispatcher;

	private final Function<String, SSLContext> sslContexts;

	private final ApplicationContext context;

	/**
	 * Create the endpoints, none of them open.
	 * @param dispatcher answers the messages
	 * @param sslContexts the contexts by the name of the SSL bundle; throws for an
	 * unknown one
	 * @param context hears of connections: Spring Integration's events
	 */
	public ProcessEndpoints(Dispatcher dispatcher, Function<String, SSLContext> sslContexts,
			ApplicationContext context) {
		this.dispatcher = dispatcher;
		this.sslContexts = sslContexts;
		this.context = context;
	}

	/**
	 * Listen for a process. When it is open already, nothing changes.
	 * @param definition a process with an endpoint
	 * @return where clients connect to, the port chosen
	 * @throws EndpointBindException if the address cannot be had
	 * @throws ProcessException if the process has no endpoint, or another one is open
	 */
	public EndpointAddress open(ProcessDefinition definition) {
		EndpointDefinition wanted = require(definition);
		Endpoint endpoint = this.endpoints.computeIfAbsent(definition.name(), (name) -> start(name, wanted));
		if (!endpoint.definition().equals(wanted)) {
			throw new ProcessException("Process '%s' is open on %s already; close it first".formatted(definition.name(),
					endpoint.factory().getEndpointAddress()));
		}
		return endpoint.factory().getEndpointAddress();
	}

	/**
	 * Listen for a process at another address than the one that it has, or may have.
	 * @param definition a process with an endpoint
	 * @return the endpoint, to take the place of the other one
	 * @throws EndpointBindException if the address cannot be had
	 * @throws ProcessException if the process has no endpoint
	 */
	public StandbyEndpoint standBy(ProcessDefinition definition) {
		return new Standby(definition.name(), start(definition.name(), require(definition)));
	}

	private static EndpointDefinition require(ProcessDefinition definition) {
		EndpointDefinition wanted = definition.endpoint();
		if (wanted == null) {
			throw new ProcessException(
					"Process '%s' has no endpoint to open; define it under tcp-processes or unix-processes"
						.formatted(definition.name()));
		}
		return wanted;
	}

	private Endpoint start(String process, EndpointDefinition definition) {
		SSLContext sslContext = (definition.sslBundle() != null) ? this.sslContexts.apply(definition.sslBundle())
				: null;
		EventLoopServerConnectionFactory factory = new EventLoopServerConnectionFactory(definition, sslContext);
		ProcessGateway gateway = new ProcessGateway(this.dispatcher, process, definition);
		factory.registerListener(gateway);
		factory.registerSender(gateway);
		if (definition.closeAfterReply()) {
			factory.setMaxUnanswered(1);
		}
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("endpoint-" + process + "-");
		executor.setDaemon(true);
		factory.setTaskExecutor(executor);
		factory.setComponentName(process);
		factory.setApplicationContext(this.context);
		factory.setBeanFactory(this.context);
		factory.setApplicationEventPublisher(this.context);
		factory.afterPropertiesSet();
		factory.start();
		return new Endpoint(definition, factory);
	}

	/**
	 * Stop listening for a process. Replies that are owed go out first. Blocks until all
	 * is closed; does nothing when it is not open.
	 * @param process the name of the process
	 */
	public void close(String process) {
		Endpoint endpoint = this.endpoints.remove(process);
		if (endpoint != null) {
			endpoint.factory().stop();
		}
	}

	/** Close all endpoints, which drain at the same time. Blocks until all is closed. */
	@Override
	public void close() {
		this.endpoints.values().forEach((endpoint) -> endpoint.factory().quiesce());
		this.endpoints.keySet().forEach(this::close);
	}

	/**
	 * How many clients each endpoint serves.
	 * @return the numbers by name of the process, those of open endpoints
	 */
	public Map<String, Integer> connections() {
		Map<String, Integer> connections = new TreeMap<>();
		this.endpoints.forEach((name, endpoint) -> connections.put(name, endpoint.factory().getConnectionCount()));
		return connections;
	}

	private final class Standby implements StandbyEndpoint {

		private final String process;

		private final Endpoint endpoint;

		private Standby(String process, Endpoint endpoint) {
			this.process = process;
			this.endpoint = endpoint;
		}

		@Override
		public EndpointAddress address() {
			return this.endpoint.factory().getEndpointAddress();
		}

		@Override
		public void takeOver() {
			Endpoint former = ProcessEndpoints.this.endpoints.put(this.process, this.endpoint);
			if (former != null) {
				former.factory().stop();
			}
		}

		@Override
		public void discard() {
			this.endpoint.factory().stop();
		}

	}

	private record Endpoint(EndpointDefinition definition, EventLoopServerConnectionFactory factory) {

	}

}
