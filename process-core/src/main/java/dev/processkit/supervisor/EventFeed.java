package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.processkit.ProcessEvent;
import dev.processkit.ProcessEventListener;

/**
 * Brings events to the listeners in order, on one thread that exists only while there is
 * news. The queue needs no bound: restart intensity bounds what can happen.
 */
final class EventFeed implements AutoCloseable {

	private static final Logger LOGGER = System.getLogger(EventFeed.class.getName());

	/** A busy machine lets a thread wait for seconds; a listener may hang for ever. */
	private static final long CLOSE_SECONDS = 10;

	private final List<ProcessEventListener> listeners;

	private final ThreadPoolExecutor thread;

	EventFeed(List<ProcessEventListener> listeners) {
		this.listeners = List.copyOf(listeners);
		this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> DaemonThreads.named("process-events", task));
		this.thread.allowCoreThreadTimeOut(true);
	}

	void publish(ProcessEvent event) {
		this.thread.execute(() -> this.listeners.forEach((listener) -> tell(listener, event)));
	}

	private void tell(ProcessEventListener listener, ProcessEvent event) {
		try {
			listener.onEvent(event);
		}
		catch (RuntimeException | LinkageError ex) {
			LOGGER.log(Level.WARNING, "Listener " + listener + " failed on " + event, ex);
		}
	}

	/** Deliver what is left, for ten seconds at most. */
	@Override
	public void close() {
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				this.thread.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.thread.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

}
