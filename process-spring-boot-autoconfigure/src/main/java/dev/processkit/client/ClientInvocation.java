package dev.processkit.client;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What stands behind a client: sends what the worker answers, runs default methods here,
 * and is an object of its own for {@code equals}.
 */
final class ClientInvocation implements InvocationHandler {

	private static final @Nullable Object[] NO_ARGUMENTS = {};

	private final Class<?> type;

	private final String process;

	private final Map<Method, ClientCall> calls;

	private final Map<Method, MethodHandle> defaultMethods;

	ClientInvocation(Class<?> type, String process, Map<Method, ClientCall> calls,
			Map<Method, MethodHandle> defaultMethods) {
		this.type = type;
		this.process = process;
		this.calls = calls;
		this.defaultMethods = defaultMethods;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
		@Nullable Object[] arguments = (given != null) ? given : NO_ARGUMENTS;
		ClientCall call = this.calls.get(method);
		if (call != null) {
			return call.call(arguments);
		}
		MethodHandle body = this.defaultMethods.get(method);
		if (body != null) {
			return body.bindTo(proxy).invokeWithArguments(arguments);
		}
		return switch (method.getName()) {
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> this.type.getSimpleName() + "[client of process '" + this.process + "']";
		};
	}

}
