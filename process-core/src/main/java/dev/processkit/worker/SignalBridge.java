package dev.processkit.worker;

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
		Signal.handle(new Signal(name), this);
	}

	@Override
	public void handle(Signal signal) {
		this.arrived.accept(signal.getName());
	}

}
