package dev.processkit.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.processkit.EndpointAddress;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.console.Console;
import dev.processkit.console.ConsoleServer;
import dev.processkit.console.ConsoleSettings;
import dev.processkit.integration.EndpointBindException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the admin console before the processes start, so that it can be seen how they do,
 * and closes it when they are down.
 */
final class ConsoleLifecycle implements SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(ConsoleLifecycle.class);

	private final Console console;

	private final List<ConsoleSettings> settings;

	private final ProcessProperties.Skip skip;

	private final List<ConsoleServer> servers = new CopyOnWriteArrayList<>();

	private volatile boolean running;

	ConsoleLifecycle(Console console, List<ConsoleSettings> settings, ProcessProperties.Skip skip,
			ConsoleMethodBeans methods) {
		this.console = console;
		this.settings = settings;
		this.skip = skip;
		methods.find().forEach(console::add);
	}

	@Override
	public void start() {
		if (!ProcessSkipCheck.shouldSkip(getClass().getClassLoader(), this.skip)) {
			this.settings.forEach(this::open);
		}
		this.running = true;
	}

	private void open(ConsoleSettings wanted) {
		try {
			ConsoleServer server = ConsoleServer.open(this.console, wanted);
			this.servers.add(server);
			logger.info("The admin console is open at " + server.address());
		}
		catch (EndpointBindException ex) {
			stop();
			InvalidDefinitionException refusal = new InvalidDefinitionException(
					"process.console." + ((wanted.address() instanceof EndpointAddress.Tcp) ? "port" : "socket-path"),
					ex.address(), "cannot be listened on: " + ex.reason(), ex.remedy());
			refusal.initCause(ex);
			throw refusal;
		}
	}

	@Override
	public void stop() {
		this.servers.forEach(ConsoleServer::close);
		this.servers.clear();
		this.running = false;
	}

	/** When the application fails to start. */
	@Override
	public void destroy() {
		stop();
	}

	/**
	 * Where clients connect to.
	 * @return the addresses that are open
	 */
	List<EndpointAddress> addresses() {
		return this.servers.stream().map(ConsoleServer::address).toList();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Below the processes: starts before them, stops after them. */
	@Override
	public int getPhase() {
		return ProcessLifecycle.PHASE - 1;
	}

}
