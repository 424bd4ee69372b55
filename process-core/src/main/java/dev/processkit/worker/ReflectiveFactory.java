package dev.processkit.worker;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The plain factory: calls the public constructor with a {@link WorkerContext}, or the
 * one without parameters. Also makes the other factories.
 */
final class ReflectiveFactory implements WorkerFactory {

	@Override
	public Object create(String type, WorkerContext context, Map<String, String> settings) throws Exception {
		return create(load(type, "worker"), context);
	}

	@Override
	public void prepare(String type, WorkerContext context, Map<String, String> settings) {
		load(type, "worker");
	}

	@Override
	public void close() {
		// A worker that has something to release does so at the end of its run method.
	}

	/**
	 * Make a factory.
	 * @param type the name of its class; empty for the plain one
	 * @return the factory
	 * @throws Exception when it cannot be made
	 */
	static WorkerFactory factory(String type) throws Exception {
		return type.isEmpty() ? new ReflectiveFactory() : make(WorkerFactory.class, type);
	}

	/**
	 * Make something that the application's side has named.
	 * @param <T> what it is
	 * @param kind what it is
	 * @param type the name of its class
	 * @return the object
	 * @throws Exception when it cannot be made
	 */
	static <T> T make(Class<T> kind, String type) throws Exception {
		Class<?> named = load(type, kind.getSimpleName());
		if (!kind.isAssignableFrom(named)) {
			throw new InvalidWorkerException("The class " + type + " does not implement " + kind.getSimpleName(), null);
		}
		return kind.cast(create(named, null));
	}

	/**
	 * Check what a factory has made.
	 * @param worker the worker object
	 * @param type the name of the class that was asked for
	 */
	static void requireWorker(Object worker, String type) {
		if (!(worker instanceof Worker || worker instanceof RoundWorker || answers(worker))) {
			throw new InvalidWorkerException("The class " + type + " is no worker. Implement Worker, LoopingWorker,"
					+ " BatchWorker, MessageHandler or MessageHandler.OfBytes.", null);
		}
	}

	/**
	 * Check that there is no doubt how a worker is run.
	 * @param worker the worker object
	 */
	static void requireOneKind(Object worker) {
		int kinds = 0;
		kinds += (worker instanceof Worker) ? 1 : 0;
		kinds += (worker instanceof LoopingWorker) ? 1 : 0;
		kinds += (worker instanceof BatchWorker) ? 1 : 0;
		if (kinds > 1) {
			throw new InvalidWorkerException(
					"The class " + worker.getClass().getName()
							+ " is more than one of Worker, LoopingWorker and BatchWorker. Implement one of them.",
					null);
		}
	}

	static boolean answers(Object worker) {
		return worker instanceof MessageHandler || worker instanceof MessageHandler.OfBytes
				|| worker instanceof CallHandler;
	}

	private static Class<?> load(String type, String what) {
		try {
			return Class.forName(type, true, Thread.currentThread().getContextClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new InvalidWorkerException("The " + what + " class " + type
					+ " is not on the class path. Check its name; a nested class is written Outer$Inner.", ex);
		}
	}

	private static Object create(Class<?> type, @Nullable WorkerContext context) throws Exception {
		if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
			throw new InvalidWorkerException(
					"The class " + type.getName() + " is abstract. Name a class that can be instantiated.", null);
		}
		Constructor<?> plain = null;
		try {
			for (Constructor<?> constructor : type.getConstructors()) {
				Class<?>[] parameters = constructor.getParameterTypes();
				if (context != null && parameters.length == 1 && parameters[0] == WorkerContext.class) {
					return open(constructor).newInstance(context);
				}
				plain = (parameters.length == 0) ? constructor : plain;
			}
			if (plain != null) {
				return open(plain).newInstance();
			}
		}
		catch (InvocationTargetException ex) {
			throw unwrap(ex);
		}
		throw new InvalidWorkerException("The class " + type.getName()
				+ " has no public constructor without parameters, or with one WorkerContext. Add one; a nested class"
				+ " must be static.", null);
	}

	/**
	 * Let a public constructor be called although its class is not public.
	 */
	private static Constructor<?> open(Constructor<?> constructor) {
		constructor.setAccessible(true);
		return constructor;
	}

	private static Exception unwrap(InvocationTargetException ex) {
		Throwable cause = ex.getCause();
		if (cause instanceof Error error) {
			throw error;
		}
		return (cause instanceof Exception exception) ? exception : ex;
	}

}
