package dev.processkit.autoconfigure;

import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One log line for each change that an operator would want to know of, under
 * {@code dev.processkit.supervisor}.
 */
final class EventLogger implements ProcessEventListener {

	private static final Log logger = LogFactory.getLog("dev.processkit.supervisor");

	@Override
	public void onEvent(ProcessEvent event) {
		if (event instanceof ProcessEvent.Launched launched) {
			logger.debug("%s launched as pid %d".formatted(event.instance(), launched.identity().pid()));
		}
		else if (event instanceof ProcessEvent.BecameReady ready) {
			logger.info("%s is READY after %d ms (%s)".formatted(event.instance(), ready.took().toMillis(),
					event.reason()));
		}
		else if (event instanceof ProcessEvent.StateChanged change) {
			log(change);
		}
		else if (event instanceof ProcessEvent.Waits) {
			logger.info("%s %s".formatted(event.instance(), event.reason()));
		}
		else if (event instanceof ProcessEvent.PoolLimited limited) {
			logger.warn(limited.reason());
		}
	}

	private static void log(ProcessEvent.StateChanged change) {
		String line = "%s is %s: %s".formatted(change.instance(), change.to(), change.reason());
		switch (change.to()) {
			case FAILED -> logger.error(line);
			case BACKING_OFF -> logger.warn(line);
			case STOPPED, PAUSED, COMPLETED -> logger.info(line);
			case STARTING -> {
				if (change.from() == InstanceState.READY) {
					logger.warn(line);
				}
				else {
					logger.debug(line);
				}
			}
			default -> logger.debug(line);
		}
	}

}
