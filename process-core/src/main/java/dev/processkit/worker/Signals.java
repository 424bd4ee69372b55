package dev.processkit.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * POSIX signals. Uses {@code sun.misc.Signal} of the module {@code jdk.unsupported}, the
 * only way that the JDK has, by reflection: javac has a warning about it that nothing
 * turns off, and a runtime image may lack the module.
 * <p>
 * TERM and INT stop the worker in an orderly way, instead of starting the JVM's shutdown
 * in the middle of its work.
 */
final class Signals implements InvocationHandler, Runnable {

	private static final Set<String> UNCATCHABLE = Set.of("KILL", "STOP");

	/**
	 * Those the JDK refuses, and BUS and TRAP, which it does not but which HotSpot uses.
	 */
	private static final Set<String> KEPT_BY_JVM = Set.of("QUIT", "SEGV", "ILL", "FPE", "BUS", "TRAP");

	private static final Set<String> STOPPING = Set.of("TERM", "INT");

	private final RunState state;

	private final Map<String, List<Runnable>> handlers = new LinkedHashMap<>();

	/** Like the kernel's: a signal that comes twice before it is handled counts once. */
	private final Set<String> pending = new LinkedHashSet<>();

	private @Nullable Thread thread;

	Signals(RunState state) {
		this.state = state;
	}

	/**
	 * Have TERM and INT stop the worker.
	 */
	void stopOnTermination() {
		try {
			for (String signal : STOPPING) {
				register(signal);
			}
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			System.err.println("Without the module jdk.unsupported, TERM ends this worker at once: " + ex);
		}
	}

	void on(String signal, Runnable handler) {
		String name = name(signal);
		synchronized (this) {
			List<Runnable> all = this.handlers.get(name);
			if (all == null) {
				tryRegister(name);
				all = new ArrayList<>();
				this.handlers.put(name, all);
			}
			all.add(handler);
		}
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
		if (method.getDeclaringClass() != Object.class && arguments != null) {
			arrived(name(arguments[0].toString()));
			return null;
		}
		return switch (method.getName()) {
			case "hashCode" -> System.identityHashCode(proxy);
			case "equals" -> arguments != null && proxy == arguments[0];
			default -> toString();
		};
	}

	@Override
	public void run() {
		while (true) {
			for (Runnable handler : next()) {
				try {
					handler.run();
				}
				catch (RuntimeException ex) {
					ex.printStackTrace();
				}
			}
		}
	}

	private void arrived(String name) {
		if (STOPPING.contains(name)) {
			this.state.stop();
		}
		synchronized (this) {
			if (!this.handlers.containsKey(name)) {
				return;
			}
			this.pending.add(name);
			if (this.thread == null) {
				this.thread = new Thread(this, "signals");
				this.thread.setDaemon(true);
				this.thread.start();
			}
			notifyAll();
		}
	}

	private synchronized List<Runnable> next() {
		while (this.pending.isEmpty()) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// Left over from a handler that interrupted its thread.
			}
		}
		String name = this.pending.iterator().next();
		this.pending.remove(name);
		return List.copyOf(this.handlers.getOrDefault(name, List.of()));
	}

	private void tryRegister(String name) {
		if (UNCATCHABLE.contains(name)) {
			throw refused(name, "the kernel delivers it to nobody", null);
		}
		if (KEPT_BY_JVM.contains(name)) {
			throw refused(name, "the JVM keeps it for itself", null);
		}
		try {
			register(name);
		}
		catch (InvocationTargetException ex) {
			throw refused(name, String.valueOf(ex.getCause()), ex);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			throw refused(name, "this runtime has no module jdk.unsupported", ex);
		}
	}

	private void register(String name) throws ReflectiveOperationException {
		Class<?> signal = Class.forName("sun.misc.Signal");
		Class<?> handler = Class.forName("sun.misc.SignalHandler");
		Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] { handler }, this);
		signal.getMethod("handle", signal, handler)
			.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
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
