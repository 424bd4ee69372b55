package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.processkit.InstanceId;
import dev.processkit.LogFollow;
import dev.processkit.LogLine;
import org.jspecify.annotations.Nullable;

/**
 * One that follows what is printed. Who prints hands a line over and goes on; who takes
 * its time loses the oldest lines, and is told how many. Thread-safe.
 */
final class Follower implements LogFollow, LineConsumer, Runnable {

	/** Characters: ten thousand lines may be long ones. */
	private static final int LARGEST = 4 << 20;

	private static final Logger LOGGER = System.getLogger(Follower.class.getName());

	private final Target target;

	private final Consumer<LogLine> consumer;

	private final Consumer<Follower> whenClosed;

	private final Deque<Entry> waiting = new ArrayDeque<>();

	private int characters;

	private long skipped;

	private boolean open = true;

	Follower(Target target, Consumer<LogLine> consumer, Consumer<Follower> whenClosed) {
		this.target = target;
		this.consumer = consumer;
		this.whenClosed = whenClosed;
	}

	void start() {
		Thread thread = new Thread(this, "log-follow-" + this.target.name());
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public boolean follows(InstanceId instance) {
		return this.target.meant().test(instance);
	}

	/** Never waits for the consumer. */
	@Override
	public synchronized void add(InstanceId instance, long number, String line) {
		if (!this.open) {
			return;
		}
		this.waiting.addLast(new Entry(instance, number, line));
		this.characters += line.length();
		while (this.waiting.size() > LINES || this.characters > LARGEST) {
			this.characters -= this.waiting.removeFirst().line.length();
			this.skipped++;
		}
		if (this.waiting.size() == 1) {
			notifyAll();
		}
	}

	@Override
	public void run() {
		try {
			for (LogLine line = next(); line != null; line = next()) {
				this.consumer.accept(line);
			}
		}
		catch (RuntimeException | Error ex) {
			LOGGER.log(Level.DEBUG, "Whoever follows " + this.target.name() + " can do so no longer", ex);
		}
		finally {
			close();
		}
	}

	@Override
	public synchronized boolean isOpen() {
		return this.open;
	}

	@Override
	public void close() {
		synchronized (this) {
			if (!this.open) {
				return;
			}
			this.open = false;
			this.waiting.clear();
			notifyAll();
		}
		this.whenClosed.accept(this);
	}

	private synchronized @Nullable LogLine next() {
		while (this.open && this.waiting.isEmpty()) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// Left over from a consumer that interrupted its thread.
			}
		}
		if (!this.open) {
			return null;
		}
		Entry entry = this.waiting.removeFirst();
		this.characters -= entry.line.length();
		long before = this.skipped;
		this.skipped = 0;
		return new LogLine(entry.instance, entry.number, entry.line, before);
	}

	/**
	 * Whose lines are followed.
	 *
	 * @param name as it was asked for
	 * @param meant whether an instance is meant
	 */
	record Target(String name, Predicate<InstanceId> meant) {

	}

	private record Entry(InstanceId instance, long number, String line) {

	}

}
