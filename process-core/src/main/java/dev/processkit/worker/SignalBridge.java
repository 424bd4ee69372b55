package dev.processkit.worker;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The way to {@code sun.misc.Signal} of the module {@code jdk.unsupported}, the only one
 * that the JDK has to handle a POSIX signal. It is not compiled against: javac has a
 * warning about it that nothing turns off, and a runtime image may lack the module. A
 * lambda made by hand costs an idle worker half the memory of a {@code Proxy}.
 */
final class SignalBridge {

	private final Class<?> signalType;

	private final MethodHandle create;

	private final MethodHandle handle;

	private final Object handler;

	/**
	 * Prepare to handle signals.
	 * @param signals is told of each signal that arrives
	 * @throws ReflectiveOperationException if the JDK has no way to handle signals
	 */
	SignalBridge(Signals signals) throws ReflectiveOperationException {
		this.signalType = Class.forName("sun.misc.Signal");
		Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
		MethodHandles.Lookup lookup = MethodHandles.lookup();
		this.create = lookup.findConstructor(this.signalType, MethodType.methodType(void.class, String.class));
		this.handle = lookup.findStatic(this.signalType, "handle",
				MethodType.methodType(handlerType, this.signalType, handlerType));
		this.handler = handler(signals, handlerType, lookup);
	}

	/**
	 * Have a signal told from now on.
	 * @param name its name without {@code SIG}
	 * @throws IllegalArgumentException if the JVM refuses it
	 */
	void register(String name) {
		try {
			Object ignored = this.handle.invoke(this.create.invoke(name), this.handler);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("The signal " + name + " cannot be handled", ex);
		}
	}

	private Object handler(Signals signals, Class<?> handlerType, MethodHandles.Lookup lookup)
			throws ReflectiveOperationException {
		MethodHandle arrived = lookup.findVirtual(Signals.class, "arrived",
				MethodType.methodType(void.class, Object.class));
		MethodType type = MethodType.methodType(void.class, this.signalType);
		try {
			return LambdaMetafactory
				.metafactory(lookup, "handle", MethodType.methodType(handlerType, Signals.class), type, arrived, type)
				.getTarget()
				.invoke(signals);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new ReflectiveOperationException("The JDK cannot make a signal handler", ex);
		}
	}

}
