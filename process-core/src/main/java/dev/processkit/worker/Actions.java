package dev.processkit.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;

/**
 * The {@linkplain ProcessAction actions} of a worker, found when the first one is asked
 * for: most workers are never asked.
 */
final class Actions {

	private final Object worker;

	private @Nullable Map<String, Method> methods;

	Actions(Object worker) {
		this.worker = worker;
	}

	/**
	 * Perform an action.
	 * @param call asks for it
	 * @param context the worker's view of itself
	 * @return what it returned
	 * @throws Exception what it threw, or that there is no such action
	 */
	@Nullable String perform(WorkerCall call, WorkerContext context) throws Exception {
		String name = String.valueOf(call.action());
		Map<String, Method> known = methods();
		Method method = known.get(name);
		if (method == null) {
			throw new IllegalArgumentException(this.worker.getClass().getName() + " has no action '" + name + "'; "
					+ (known.isEmpty() ? "it has none. Annotate a public method with @ProcessAction."
							: "it has " + known.keySet()));
		}
		Class<?>[] types = method.getParameterTypes();
		@Nullable Object[] values = new Object[types.length];
		for (int i = 0; i < types.length; i++) {
			values[i] = (types[i] == String.class) ? call.argument() : context;
		}
		try {
			return (String) method.invoke(this.worker, values);
		}
		catch (InvocationTargetException ex) {
			throw cause(ex);
		}
	}

	private static Exception cause(InvocationTargetException ex) {
		if (ex.getCause() instanceof Error error) {
			throw error;
		}
		return (ex.getCause() instanceof Exception exception) ? exception : ex;
	}

	private synchronized Map<String, Method> methods() {
		Map<String, Method> found = this.methods;
		if (found == null) {
			found = new TreeMap<>();
			// A proxy, which the worker may be, has methods without annotations.
			for (Class<?> type = this.worker.getClass(); type != null; type = type.getSuperclass()) {
				collect(type, found);
			}
			this.methods = found;
		}
		return found;
	}

	private static void collect(Class<?> type, Map<String, Method> found) {
		for (Method method : type.getDeclaredMethods()) {
			ProcessAction action = method.getAnnotation(ProcessAction.class);
			if (action != null && !method.isBridge()) {
				require(method);
				Method other = found.putIfAbsent(action.value(), method);
				if (other != null && (other.getDeclaringClass() == type || !isOverridden(method, other))) {
					throw new InvalidWorkerException("The action '" + action.value() + "' is both " + other + " and "
							+ method + ". Give each a name of its own.", null);
				}
				// The class need not be public.
				method.setAccessible(true);
			}
		}
	}

	private static boolean isOverridden(Method method, Method by) {
		return method.getName().equals(by.getName())
				&& Arrays.equals(method.getParameterTypes(), by.getParameterTypes());
	}

	private static void require(Method method) {
		int strings = 0;
		int contexts = 0;
		for (Class<?> type : method.getParameterTypes()) {
			strings += (type == String.class) ? 1 : 0;
			contexts += (type == WorkerContext.class) ? 1 : 0;
		}
		Class<?> result = method.getReturnType();
		boolean fits = strings <= 1 && contexts <= 1 && strings + contexts == method.getParameterCount()
				&& (result == String.class || result == void.class);
		if (!fits || !Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
			throw new InvalidWorkerException("The method " + method + " cannot be an action. Make it public and not"
					+ " static, let it take a String, a WorkerContext, both or neither, and return a String or nothing.",
					null);
		}
	}

}
