package dev.processkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What this JVM does about POSIX signals that it gets. Handlers run in turn, on a thread
 * of their own or at the safe points of a worker, signals in the order in which they
 * came. Thread-safe.
 *
 * @since 0.1
 */
public final class SignalHandlers implements Runnable, Consumer<String>, AutoCloseable {

	private final Map<String, List<Runnable>> handlers = new LinkedHashMap<>();

	/** Like the kernel's: a signal that comes twice before it is handled counts once. */
	private final Set<String> pending = new LinkedHashSet<>();

	private volatile @Nullable SignalBridge bridge;

	private volatile @Nullable Runnable termination;

	private @Nullable Executor safePoint;

	private @Nullable Thread thread;

	private boolean closed;

	/**
	 * Load what handling a signal takes.
	 * @throws LinkageError if this runtime cannot handle any
	 */
	public synchronized void prepare() {
		bridge();
	}

	/**
	 * Have TERM and INT do something else than to start the shutdown of the JVM.
	 * @param stop called at once, on a thread of the JVM
	 * @throws LinkageError if this runtime cannot handle signals
	 */
	public synchronized void onTermination(Runnable stop) {
		this.termination = stop;
		bridge().register("TERM");
		bridge().register("INT");
	}

	/**
	 * Have handlers run at the safe points of a worker, not on a thread of their own.
	 * @param safePoint runs them
	 */
	public synchronized void runAt(Executor safePoint) {
		this.safePoint = safePoint;
	}

	/**
	 * Handle a signal. It has any number of handlers; coming twice before they run, it
	 * counts once, as in the kernel.
	 * @param signal its name, as {@code HUP} or {@code SIGHUP}
	 * @param handler what to do
	 * @throws IllegalArgumentException if nobody can handle it, or the JVM keeps it for
	 * itself: says why
	 */
	public synchronized void on(String signal, Runnable handler) {
		String name = name(signal);
		List<Runnable> all = this.handlers.get(name);
		if (all == null) {
			register(name);
			all = new ArrayList<>();
			this.handlers.put(name, all);
		}
		all.add(handler);
	}

	/**
	 * Called by the JVM, on a thread that it makes for each signal.
	 * @param name the name of the signal, without {@code SIG}
	 */
	@Override
	public void accept(String name) {
		// Before a worker stops, since then it comes to no safe point any more.
		deliver(name);
		Runnable stop = this.termination;
		if (stop != null && (name.equals("TERM") || name.equals("INT"))) {
			stop.run();
		}
	}

	private synchronized void deliver(String name) {
		if (this.closed || !this.handlers.containsKey(name) || !this.pending.add(name)) {
			return;
		}
		if (this.safePoint != null) {
			this.safePoint.execute(this::runPending);
			return;
		}
		if (this.thread == null) {
			this.thread = new Thread(this, "signals");
			this.thread.setDaemon(true);
			this.thread.start();
		}
		notifyAll();
	}

	/**
	 * Handle no signal any more: each is left to whoever had it before. Those that wait
	 * are dropped; a handler that is under way ends.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			this.pending.clear();
			notifyAll();
		}
		SignalBridge used = this.bridge;
		if (used != null) {
			used.restore();
		}
	}

	/**
	 * Called on the thread of the handlers.
	 */
	@Override
	public void run() {
		while (awaitSignal()) {
			runPending();
		}
	}

	/** Wait for a signal, unless no more is handled. */
	private synchronized boolean awaitSignal() {
		while (this.pending.isEmpty() && !this.closed) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// Left over from a handler that interrupted its thread.
			}
		}
		return !this.closed;
	}

	/** Handle the signal that came first, if there is one. */
	private void runPending() {
		for (Runnable handler : next()) {
			try {
				handler.run();
			}
			catch (RuntimeException ex) {
				ex.printStackTrace();
			}
		}
	}

	private synchronized List<Runnable> next() {
		if (this.pending.isEmpty()) {
			return List.of();
		}
		String name = this.pending.iterator().next();
		this.pending.remove(name);
		return List.copyOf(this.handlers.getOrDefault(name, List.of()));
	}

	private void register(String name) {
		switch (name) {
			case "KILL", "STOP" -> throw refused(name, "the kernel delivers it to no handler", null);
			// The JDK would let BUS and TRAP pass, but HotSpot uses them.
			case "QUIT", "SEGV", "ILL", "FPE", "BUS", "TRAP" ->
				throw refused(name, "the JVM keeps it for itself", null);
			default -> {
				try {
					bridge().register(name);
				}
				catch (IllegalArgumentException ex) {
					throw refused(name, String.valueOf(ex.getMessage()), ex);
				}
				catch (LinkageError ex) {
					throw refused(name, "this runtime has no module jdk.unsupported", ex);
				}
			}
		}
	}

	private SignalBridge bridge() {
		SignalBridge result = this.bridge;
		if (result == null) {
			result = new SignalBridge(this);
			this.bridge = result;
		}
		return result;
	}

	private static String name(String signal) {
		String name = signal.strip().toUpperCase(Locale.ROOT);
		return name.startsWith("SIG") ? name.substring(3) : name;
	}

	private static IllegalArgumentException refused(String name, String reason, @Nullable Throwable cause) {
		return new IllegalArgumentException(
				"The signal " + name + " cannot be handled: " + reason + ". Use one such as HUP, USR1, USR2 or WINCH.",
				cause);
	}

}
