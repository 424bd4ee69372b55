package dev.processkit.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import dev.processkit.task.SerializableCallable;
import org.jspecify.annotations.Nullable;

/**
 * The call of an {@code @Async} method, as it travels to a worker: the names and the
 * arguments, not the bean.
 *
 * @param type the class of the bean
 * @param declaring the class that declares the method
 * @param method the name of the method
 * @param parameters the types of its parameters
 * @param arguments the arguments
 */
record BeanCall(Class<?> type, Class<?> declaring, String method, ArrayList<Class<?>> parameters,
		ArrayList<@Nullable Object> arguments) implements SerializableCallable<@Nullable Object> {

	static BeanCall of(Class<?> type, Method method, @Nullable Object[] arguments) {
		ArrayList<@Nullable Object> values = new ArrayList<>(arguments.length);
		Collections.addAll(values, arguments);
		return new BeanCall(type, method.getDeclaringClass(), method.getName(),
				new ArrayList<>(List.of(method.getParameterTypes())), values);
	}

	@Override
	public @Nullable Object call() throws Exception {
		Object bean = TaskBeans.get(this.type);
		Method target = this.declaring.getDeclaredMethod(this.method, this.parameters.toArray(Class<?>[]::new));
		target.setAccessible(true);
		try {
			Object result = target.invoke(bean, this.arguments.toArray());
			return (result instanceof Future<?> future) ? future.get() : result;
		}
		catch (InvocationTargetException | ExecutionException ex) {
			throw unwrap(ex);
		}
	}

	private static Exception unwrap(Exception wrapped) {
		Throwable cause = wrapped.getCause();
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception exception) ? exception : wrapped;
	}

}
