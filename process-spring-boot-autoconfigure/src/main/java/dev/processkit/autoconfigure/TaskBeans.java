package dev.processkit.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.processkit.worker.WorkerContext;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a worker JVM that {@code @Async} methods are called on: one of each
 * class, made when it is first needed.
 */
final class TaskBeans {

	private static @Nullable TaskBeans current;

	private final WorkerContext context;

	private final Map<String, String> settings;

	private final Map<Class<?>, Object> beans = new LinkedHashMap<>();

	private final Map<Class<?>, SpringWorkerFactory> factories = new LinkedHashMap<>();

	private TaskBeans(WorkerContext context, Map<String, String> settings) {
		this.context = context;
		this.settings = settings;
	}

	static synchronized void open(WorkerContext context, Map<String, String> settings) {
		current = new TaskBeans(context, settings);
	}

	static synchronized void close() {
		if (current != null) {
			current.factories.values().forEach(SpringWorkerFactory::close);
			current = null;
		}
	}

	/**
	 * Find the object of a class.
	 * @param type the class
	 * @return the object, made now unless it was before
	 * @throws Exception when it cannot be made
	 */
	static synchronized Object get(Class<?> type) throws Exception {
		if (current == null) {
			throw new IllegalStateException("An @Async method of a task executor runs in its workers only");
		}
		Object bean = current.beans.get(type);
		if (bean == null) {
			bean = current.make(type);
			current.beans.put(type, bean);
		}
		return bean;
	}

	private Object make(Class<?> type) throws Exception {
		if (WorkerTypes.isComponent(type)) {
			SpringWorkerFactory factory = new SpringWorkerFactory();
			Object bean = factory.create(type.getName(), this.context, this.settings);
			this.factories.put(type, factory);
			return bean;
		}
		try {
			return type.getConstructor().newInstance();
		}
		catch (NoSuchMethodException | IllegalAccessException | InstantiationException ex) {
			throw new IllegalStateException("The class " + type.getName()
					+ " has an @Async method for a task executor, but no object of it can be made in the worker: make it"
					+ " a @Component, or give it a public constructor without parameters", ex);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

}
