package dev.processkit.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.springframework.util.ReflectionUtils;

/**
 * The signal HUP, as the JDK's module {@code jdk.unsupported} hands it out. By name:
 * javac warns of these classes, and nothing turns that off.
 */
final class HangUp {

	private static final String NAME = "HUP";

	private HangUp() {
	}

	/**
	 * Have something done whenever the signal arrives, on a thread of its own.
	 * @param action what to do
	 * @return gives the signal its former meaning back
	 * @throws IllegalStateException if the JVM does not let us have it, as with
	 * {@code -Xrs} or without the module
	 */
	static Runnable handle(Runnable action) {
		try {
			Class<?> signalType = Class.forName("sun.misc.Signal");
			Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
			Object signal = signalType.getConstructor(String.class).newInstance(NAME);
			InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
				case "handle" -> {
					action.run();
					yield null;
				}
				case "equals" -> proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> "handler of " + NAME;
			};
			Object handler = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] { handlerType },
					calls);
			Method handle = signalType.getMethod("handle", signalType, handlerType);
			Object former = handle.invoke(null, signal, handler);
			return () -> ReflectionUtils.invokeMethod(handle, null, signal, former);
		}
		catch (ReflectiveOperationException | IllegalArgumentException | LinkageError ex) {
			throw new IllegalStateException("The signal HUP cannot be had from this JVM", ex);
		}
	}

}
