package dev.processkit.worker;

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
 * POSIX signals. TERM and INT stop the worker in an orderly way, instead of starting the
 * JVM's shutdown in the middle of its work.
 */
final class Signals implements Runnable, Consumer<String> {

	private final RunState state;

	private final Map<String, List<Runnable>> handlers = new LinkedHashMap<>();

	/** Like the kernel's: a signal that comes twice before it is handled counts once. */
	private final Set<String> pending = new LinkedHashSet<>();

	private @Nullable SignalBridge bridge;

	private @Nullable Thread thread;

	private @Nullable Executor safePoint;

	Signals(RunState state) {
		this.state = state;
	}

	/**
	 * Have TERM and INT stop the worker.
	 */
	synchronized void stopOnTermination() {
		try {
			bridge().register("TERM");
			bridge().register("INT");
		}
		catch (LinkageError | RuntimeException ex) {
			System.err.println("TERM and INT end this worker at once, not in an orderly way: " + ex);
		}
	}

	/**
	 * Have handlers run at the safe points of the worker, not on a thread of their own.
	 * @param safePoint runs them
	 */
	synchronized void runAt(Executor safePoint) {
		this.safePoint = safePoint;
	}

	synchronized void on(String signal, Runnable handler) {
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
		// Before the worker stops, since then it comes to no safe point any more.
		deliver(name);
		if (name.equals("TERM") || name.equals("INT")) {
			this.state.stop();
		}
	}

	private synchronized void deliver(String name) {
		if (!this.handlers.containsKey(name) || !this.pending.add(name)) {
			return;
		}
		if (this.safePoint != null) {
			this.safePoint.execute(new Due());
			return;
		}
		if (this.thread == null) {
			this.thread = new Thread(this, "signals");
			this.thread.setDaemon(true);
			this.thread.start();
		}
		notifyAll();
	}

	@Override
	public void run() {
		while (true) {
			awaitSignal();
			runHandlers();
		}
	}

	private synchronized void awaitSignal() {
		while (this.pending.isEmpty()) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// Left over from a handler that interrupted its thread.
			}
		}
	}

	/** Of the signal that came first, if there is one. */
	private void runHandlers() {
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

	/**
	 * A signal came that waits for the safe point.
	 */
	private final class Due implements Runnable {

		@Override
		public void run() {
			runHandlers();
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
