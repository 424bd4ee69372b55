package dev.processkit.autoconfigure;

import java.util.function.Supplier;

import dev.processkit.ProcessManager;
import dev.processkit.SignalHandlers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * What makes the application reload its configuration by itself: a watched file, the
 * signal HUP, and Spring Cloud's environment change event, which is known by its name
 * only.
 */
final class ReloadTriggers implements SmartApplicationListener, AutoCloseable {

	static final String CLOUD_EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private static final String WATCH = "configuration";

	private final ProcessProperties.Reload properties;

	private final Supplier<ProcessManager> manager;

	private final ConfigurationFiles files;

	private final Lookout lookout;

	private @Nullable SignalHandlers signals;

	ReloadTriggers(ProcessProperties.Reload properties, Supplier<ProcessManager> manager, ConfigurationFiles files,
			Lookout lookout) {
		this.properties = properties;
		this.manager = manager;
		this.files = files;
		this.lookout = lookout;
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return eventType == ApplicationReadyEvent.class || eventType.getName().equals(CLOUD_EVENT);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationReadyEvent) {
			begin();
		}
		else {
			reload();
		}
	}

	private synchronized void begin() {
		if (this.properties.watch()) {
			this.lookout.post(WATCH, new FileSentry(this.files::inUse, this.properties.settle(), this::reload));
		}
		if (this.properties.onHangup() && this.signals == null) {
			SignalHandlers handlers = new SignalHandlers();
			handlers.on("HUP", this::reload);
			this.signals = handlers;
		}
	}

	/** How it ends is in the log. */
	private void reload() {
		this.manager.get().reload().whenComplete((report, failure) -> {
			if (this.properties.watch()) {
				// Other files may be imported now.
				this.lookout.refresh();
			}
		});
	}

	@Override
	public synchronized void close() {
		this.lookout.withdraw(WATCH);
		if (this.signals != null) {
			this.signals.close();
		}
	}

}
