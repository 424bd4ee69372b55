package dev.processkit.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.processkit.InstanceId;
import dev.processkit.OutputListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes what a process prints to the logger {@code process.<name>}, each line with its
 * instance, at level INFO.
 */
final class OutputLogger implements OutputListener {

	private final Map<String, Log> loggers = new ConcurrentHashMap<>();

	@Override
	public void onLine(InstanceId instance, String line) {
		Log logger = this.loggers.computeIfAbsent(instance.process(), (name) -> LogFactory.getLog("process." + name));
		if (logger.isInfoEnabled()) {
			logger.info("[" + instance + "] " + line);
		}
	}

}
