package dev.processkit.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What one client follows. Asked for by the thread of its connection; the sources tell on
 * theirs.
 */
final class Subscriptions {

	private static final Log logger = LogFactory.getLog(Subscriptions.class);

	private static final int MAXIMUM = 16;

	private final Map<Long, AutoCloseable> open = new ConcurrentHashMap<>();

	private final List<Runnable> pending = new ArrayList<>();

	private long last;

	/**
	 * Note what is to be opened once its answer is out.
	 * @param source where notifications come from
	 * @param listener makes the listener, given the number of the subscription
	 * @return the number
	 */
	long add(Source source, ListenerFactory listener) {
		if (this.open.size() + this.pending.size() >= MAXIMUM) {
			throw ConsoleError.LIMIT.because("A connection follows at most " + MAXIMUM + " things at once");
		}
		long number = ++this.last;
		this.pending.add(() -> this.open.put(number, source.open(listener.create(number))));
		return number;
	}

	/** Open what was asked for. */
	void start() {
		List<Runnable> due = List.copyOf(this.pending);
		this.pending.clear();
		due.forEach(Runnable::run);
	}

	boolean isEmpty() {
		return this.open.isEmpty();
	}

	boolean remove(long number) {
		AutoCloseable source = this.open.remove(number);
		if (source == null) {
			return false;
		}
		try {
			source.close();
		}
		catch (Exception ex) {
			logger.warn("Cannot end subscription " + number, ex);
		}
		return true;
	}

	void close() {
		this.pending.clear();
		this.open.keySet().forEach(this::remove);
	}

	/**
	 * Makes listeners.
	 */
	@FunctionalInterface
	interface ListenerFactory {

		Source.Listener create(long number);

	}

}
