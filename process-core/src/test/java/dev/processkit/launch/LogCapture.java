package dev.processkit.launch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What a class says to its logger.
 */
public final class LogCapture extends Handler implements AutoCloseable {

	private final Logger logger;

	private final SimpleFormatter words = new SimpleFormatter();

	private final List<String> messages = new CopyOnWriteArrayList<>();

	private LogCapture(Logger logger) {
		this.logger = logger;
	}

	public static LogCapture of(Class<?> type) {
		LogCapture capture = new LogCapture(Logger.getLogger(type.getName()));
		capture.logger.addHandler(capture);
		capture.logger.setUseParentHandlers(false);
		return capture;
	}

	public List<String> messages() {
		return this.messages;
	}

	@Override
	public void publish(LogRecord entry) {
		this.messages.add(this.words.formatMessage(entry));
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
		this.logger.removeHandler(this);
		this.logger.setUseParentHandlers(true);
	}

}
