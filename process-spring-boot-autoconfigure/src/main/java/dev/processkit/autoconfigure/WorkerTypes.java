package dev.processkit.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.client.ClientContract;
import dev.processkit.worker.BatchWorker;
import dev.processkit.operation.Closest;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * Looks up worker classes without initialising them, and refuses what cannot run.
 */
final class WorkerTypes {

	private static final List<Class<?>> PROGRAMS = List.of(Worker.class, LoopingWorker.class, BatchWorker.class);

	private final ClassLoader classLoader;

	WorkerTypes(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Look up a worker class.
	 * @param className the name; a nested class may be separated by a dot or a dollar
	 * @return the class, not yet known to be a worker
	 */
	Class<?> find(String className) {
		try {
			return ClassUtils.forName(className, this.classLoader);
		}
		catch (ClassNotFoundException ex) {
			throw refuse(className, "is not on the class path", hint(className));
		}
		catch (LinkageError ex) {
			throw refuse(className, "cannot be loaded (" + ex + ")", "Add what it needs to the class path.");
		}
	}

	/**
	 * Check that a class can run as a worker.
	 * @param type the class
	 */
	void check(Class<?> type) {
		if (!runs(type) && !answersMessages(type) && !answersCalls(type)) {
			throw refuse(type.getName(), "is no worker",
					"Implement dev.processkit.worker.Worker, LoopingWorker, BatchWorker or MessageHandler, or an interface "
							+ "with @ProcessClient.");
		}
		if (PROGRAMS.stream().filter((program) -> program.isAssignableFrom(type)).count() > 1) {
			throw refuse(type.getName(), "is more than one of Worker, LoopingWorker and BatchWorker",
					"Implement one of them.");
		}
		if (Modifier.isAbstract(type.getModifiers())) {
			throw refuse(type.getName(), type.isInterface() ? "is an interface" : "is abstract",
					"Name a concrete class.");
		}
		if (!isComponent(type) && Arrays.stream(type.getConstructors()).noneMatch(this::isUsable)) {
			throw refuse(type.getName(), "has no constructor that can be called",
					"Make the class public (and static when nested), with a public constructor that takes nothing or one "
							+ "WorkerContext; or annotate it with @Component to have its dependencies injected.");
		}
	}

	private boolean isUsable(Constructor<?> constructor) {
		Class<?>[] parameters = constructor.getParameterTypes();
		return parameters.length == 0 || (parameters.length == 1 && parameters[0] == WorkerContext.class);
	}

	private static boolean runs(Class<?> type) {
		return PROGRAMS.stream().anyMatch((program) -> program.isAssignableFrom(type));
	}

	static boolean answersMessages(Class<?> type) {
		return MessageHandler.class.isAssignableFrom(type) || MessageHandler.OfBytes.class.isAssignableFrom(type);
	}

	private static boolean answersCalls(Class<?> type) {
		return CallHandler.class.isAssignableFrom(type) || !ClientContract.fulfilledBy(type).isEmpty();
	}

	static boolean isComponent(Class<?> type) {
		return AnnotatedElementUtils.isAnnotated(type, Component.class);
	}

	private InvalidDefinitionException refuse(String className, String problem, String remedy) {
		return new InvalidDefinitionException("type", className, problem, remedy);
	}

	/** Only on the way to a failure, so a look into one package may cost some time. */
	private String hint(String className) {
		String packageName = ClassUtils.getPackageName(className);
		List<String> neighbours = classesIn(packageName);
		if (neighbours.isEmpty()) {
			return "Give the full name of the class; there is no package '" + packageName + "'.";
		}
		return Closest.to(ClassUtils.getShortName(className), neighbours)
			.map((neighbour) -> "Did you mean '" + packageName + "." + neighbour + "'?")
			.orElse("Give the full name of the class; package '" + packageName + "' holds no such class.");
	}

	private List<String> classesIn(String packageName) {
		String pattern = "classpath*:" + ClassUtils.convertClassNameToResourcePath(packageName) + "/*.class";
		try {
			Resource[] resources = new PathMatchingResourcePatternResolver(this.classLoader).getResources(pattern);
			return Arrays.stream(resources)
				.map(Resource::getFilename)
				.filter(Objects::nonNull)
				.map((file) -> file.substring(0, file.length() - ".class".length()))
				.toList();
		}
		catch (IOException ex) {
			return List.of(); // the hint is a courtesy; the failure itself is reported
		}
	}

}
