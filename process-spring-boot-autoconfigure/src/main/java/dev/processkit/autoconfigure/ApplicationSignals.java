package dev.processkit.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.processkit.ApplicationSignalEvent;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessSignal;
import dev.processkit.SignalHandlers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes an event for each signal that the application gets, from when its listeners
 * are there until it is closed.
 */
final class ApplicationSignals implements SmartInitializingSingleton, DisposableBean {

	private static final Log logger = LogFactory.getLog(ApplicationSignals.class);

	private final List<String> names;

	private final ApplicationEventPublisher publisher;

	private final SignalHandlers handlers = new SignalHandlers();

	ApplicationSignals(List<String> names, ApplicationEventPublisher publisher) {
		this.names = names;
		this.publisher = publisher;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<ProcessSignal> handled = new LinkedHashSet<>();
		for (int i = 0; i < this.names.size(); i++) {
			String name = this.names.get(i);
			PropertyPath.at("process.signals[" + i + "]", () -> {
				ProcessSignal signal = parse(name);
				if (handled.add(signal)) {
					handle(name, signal);
				}
				return signal;
			});
		}
	}

	private static ProcessSignal parse(String name) {
		try {
			return ProcessSignal.parse(name);
		}
		catch (InvalidDefinitionException ex) {
			throw new InvalidDefinitionException("", name, ex.problem(), ex.remedy());
		}
	}

	private void handle(String name, ProcessSignal signal) {
		if (signal == ProcessSignal.TERM || signal == ProcessSignal.INT) {
			throw new InvalidDefinitionException("", name, "is what Spring Boot shuts the application down by",
					"Remove it, and listen to ContextClosedEvent.");
		}
		try {
			this.handlers.on(signal.name(), () -> publish(signal));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidDefinitionException("", name, "cannot be handled", String.valueOf(ex.getMessage()));
		}
	}

	/** What one listener throws must not keep later signals from coming. */
	private void publish(ProcessSignal signal) {
		try {
			this.publisher.publishEvent(new ApplicationSignalEvent(signal));
		}
		catch (RuntimeException ex) {
			logger.error("A listener threw when the application got " + signal, ex);
		}
	}

	@Override
	public void destroy() {
		this.handlers.close();
	}

}
