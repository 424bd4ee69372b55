package dev.processkit.autoconfigure;

import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;
import dev.processkit.RestartPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Shuts the application down when a process without which it must not go on was given up.
 */
final class GiveUpListener implements ProcessEventListener {

	private static final Log logger = LogFactory.getLog(GiveUpListener.class);

	private final ApplicationShutdown shutdown;

	GiveUpListener(ApplicationShutdown shutdown) {
		this.shutdown = shutdown;
	}

	@Override
	public void onEvent(ProcessEvent event) {
		if (event instanceof ProcessEvent.GaveUp gaveUp
				&& gaveUp.action() == RestartPolicy.GiveUp.SHUTDOWN_APPLICATION) {
			String reason = "Process instance '%s' was given up: %s".formatted(event.instance(), event.reason());
			logger.error(reason + ". Shutting down the application, as its restart policy says");
			Thread thread = new Thread(() -> this.shutdown.shutdown(reason), "process-give-up");
			// Else the JVM ends with the last thread of the context, before the exit code
			// is set.
			thread.setDaemon(false);
			thread.start();
		}
	}

}
