package dev.processkit.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.processkit.EndpointAddress;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.integration.EndpointBindException;
import dev.processkit.launch.PlatformSupport;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.supervisor.Supervisor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

/**
 * Starts the declared processes once the application is ready, and stops them when it
 * goes: after the web server has drained, whose phases are higher. Endpoints are bound
 * before the first process is launched, so that an address in use fails the start with
 * nothing to clean up, and close first, so that what clients are owed is still answered.
 */
final class ProcessLifecycle implements ApplicationListener<ApplicationReadyEvent>, Ordered, SmartLifecycle {

	/** Why a declared process takes no requests yet, and what to do. */
	static final String NOT_YET = "it is declared, but starts when the application is ready, which is after all runners. "
			+ "Ask it from there on: in a listener of ApplicationReadyEvent, or later";

	/** Below the web server's phases, {@code MAX - 1024} and {@code MAX - 2048}. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(ProcessLifecycle.class);

	private final ConfigurableApplicationContext context;

	private final ProcessProperties.Skip skip;

	private final List<ProcessDefinition> definitions;

	private final Supervisor supervisor;

	private final ProcessLauncher launcher;

	private final Endpoints endpoints;

	private final ConfigurationReload reload;

	private final AtomicBoolean running = new AtomicBoolean();

	ProcessLifecycle(ConfigurableApplicationContext context, ProcessProperties.Skip skip,
			List<ProcessDefinition> definitions, Supervisor supervisor, ProcessLauncher launcher, Endpoints endpoints,
			ConfigurationReload reload) {
		this.context = context;
		this.skip = skip;
		this.definitions = definitions;
		this.supervisor = supervisor;
		this.launcher = launcher;
		this.endpoints = endpoints;
		this.reload = reload;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() != this.context || !this.running.get()) {
			return;
		}
		boolean skipped = ProcessSkipCheck.shouldSkip(getClass().getClassLoader(), this.skip);
		if (!skipped) {
			// Also when there are none now: earlier runs may have had some.
			this.launcher.retainDaemons(this.definitions);
		}
		if (this.definitions.isEmpty()) {
			if (!skipped) {
				this.reload.begin(this.definitions);
			}
			return;
		}
		if (skipped) {
			logger
				.info("This is a test: its %d processes are not started. Set process.skip.in-tests=false to start them"
					.formatted(this.definitions.size()));
			return;
		}
		PlatformSupport.current().limitations().forEach(logger::warn);
		String warning = ShutdownBudget.of(this.context.getEnvironment()).warning(this.definitions);
		if (warning != null) {
			logger.warn(warning);
		}
		openEndpoints();
		this.supervisor.add(this.definitions, "the application is ready").exceptionally((failure) -> {
			if (failure instanceof IllegalProcessStateException) {
				// Of failures after the launch the event log tells; this one is no event.
				logger.error("None of the declared processes was started: " + failure.getMessage());
			}
			else {
				logger.debug("Not all processes became ready", failure);
			}
			return null;
		});
		// From here on requests wait for them.
		this.supervisor.decided()
			.completeOnTimeout(null, 10, TimeUnit.SECONDS)
			.exceptionally((closedMeanwhile) -> null)
			.join();
		this.reload.begin(this.definitions);
	}

	private void openEndpoints() {
		try {
			this.definitions.stream().filter((definition) -> definition.endpoint() != null).forEach(this::openEndpoint);
		}
		catch (ProcessException ex) {
			this.endpoints.close();
			throw ex;
		}
	}

	private void openEndpoint(ProcessDefinition definition) {
		EndpointAddress address = naming(definition, this.endpoints::open);
		this.supervisor.setEndpoint(definition.name(), address);
		logger.info("Process '%s' is reached at %s".formatted(definition.name(), address));
	}

	/** Bind, and name the process should its address not be had. */
	static <T> T naming(ProcessDefinition definition, Function<ProcessDefinition, T> binding) {
		try {
			return binding.apply(definition);
		}
		catch (EndpointBindException ex) {
			InvalidDefinitionException refusal = new InvalidDefinitionException("process.%s-processes.%s"
				.formatted(definition.kind().name().toLowerCase(Locale.ROOT), definition.name()), ex.address(),
					"cannot be listened on: " + ex.reason(), ex.remedy());
			refusal.initCause(ex);
			throw refusal;
		}
	}

	/** Listeners of the application may make use of its processes. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void start() {
		this.running.set(true);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running.set(false);
		this.reload.end();
		Thread stopping = new Thread(() -> {
			try {
				this.endpoints.close();
				this.supervisor.stopAll("the application is shutting down").join();
			}
			finally {
				callback.run();
			}
		}, "process-shutdown");
		stopping.start();
	}

	@Override
	public boolean isRunning() {
		return this.running.get();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
