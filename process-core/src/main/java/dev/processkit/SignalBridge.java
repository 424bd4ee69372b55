package dev.processkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The way to {@code sun.misc.Signal} of the module {@code jdk.unsupported}, the only one
 * that the JDK has to handle a POSIX signal. A runtime image may lack the module: then
 * the first use of this class fails with a {@link LinkageError}.
 */
final class SignalBridge implements SignalHandler {

	private final Consumer<String> arrived;

	private final Map<String, SignalHandler> previous = new ConcurrentHashMap<>();

	private volatile boolean restored;

	/**
	 * Prepare to handle signals.
	 * @param arrived is told the name of each signal that arrives, without {@code SIG}
	 */
	SignalBridge(Consumer<String> arrived) {
		this.arrived = arrived;
	}

	/**
	 * Have a signal told from now on.
	 * @param name its name without {@code SIG}
	 * @throws IllegalArgumentException if the JVM refuses it
	 */
	void register(String name) {
		SignalHandler before = Signal.handle(new Signal(name), this);
		if (before != this) {
			this.previous.put(name, before);
		}
	}

	/**
	 * Leave signals to whoever had them before, or has taken them over since.
	 */
	void restore() {
		this.restored = true;
		for (String name : this.previous.keySet()) {
			Signal signal = new Signal(name);
			SignalHandler current = Signal.handle(signal, before(name));
			if (current != this) {
				Signal.handle(signal, current);
			}
		}
	}

	/** The handler before this one, without bridges that were restored meanwhile. */
	private SignalHandler before(String name) {
		SignalHandler before = this.previous.getOrDefault(name, SignalHandler.SIG_DFL);
		return (before instanceof SignalBridge bridge && bridge.restored) ? bridge.before(name) : before;
	}

	@Override
	public void handle(Signal signal) {
		this.arrived.accept(signal.getName());
		if (before(signal.getName()) instanceof SignalBridge other) {
			// Two applications in one JVM: both are told.
			other.handle(signal);
		}
	}

}
