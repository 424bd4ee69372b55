package dev.processkit.actuate;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

import dev.processkit.LogPage;
import dev.processkit.ProcessException;

/**
 * The requests that wait for a line. They are few, since each holds a thread of the
 * server, and end before the server drains. Thread-safe.
 */
final class LogWaits {

	/** A reactive server has ten threads for each processor to wait on. */
	static final int MOST = 8;

	private final Set<CompletableFuture<LogPage>> waiting = new HashSet<>();

	private boolean open = true;

	/**
	 * Read lines. Blocks until there is one, or the wait is over.
	 * @param reading gives the lines, given how long to wait for them
	 * @param wait how long to wait
	 * @return the lines
	 * @throws CrowdedException if too many wait already
	 * @throws ProcessException as the reading
	 */
	LogPage await(Function<Duration, CompletableFuture<LogPage>> reading, Duration wait) {
		CompletableFuture<LogPage> page = reading.apply(wait);
		try {
			return (page.isDone() || begin(page)) ? page.get() : reading.apply(Duration.ZERO).join();
		}
		catch (CancellationException ex) {
			return reading.apply(Duration.ZERO).join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return reading.apply(Duration.ZERO).join();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof ProcessException failure) ? failure
					: new IllegalStateException("The log cannot be read: " + ex.getCause(), ex.getCause());
		}
		finally {
			end(page);
		}
	}

	/** Whether there may be waiting at all. */
	private synchronized boolean begin(CompletableFuture<LogPage> page) {
		if (!this.open) {
			return false;
		}
		if (this.waiting.size() >= MOST) {
			throw new CrowdedException();
		}
		return this.waiting.add(page);
	}

	private void end(CompletableFuture<LogPage> page) {
		synchronized (this) {
			this.waiting.remove(page);
		}
		page.cancel(true);
	}

	synchronized void open() {
		this.open = true;
	}

	synchronized boolean isOpen() {
		return this.open;
	}

	/** Answer all who wait, and let nobody wait any more. */
	void close() {
		Set<CompletableFuture<LogPage>> all;
		synchronized (this) {
			this.open = false;
			all = Set.copyOf(this.waiting);
		}
		all.forEach((page) -> page.cancel(true));
	}

	/**
	 * Too many requests wait.
	 */
	static final class CrowdedException extends RuntimeException {

		CrowdedException() {
			super(MOST + " requests wait for lines already, the most there can be. Ask again later, or without 'wait'");
		}

	}

}
