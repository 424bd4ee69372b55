package dev.processkit.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.springframework.util.ClassUtils;

/**
 * Decides whether the application runs in a test, where no real process should start
 * unless the test asks for it. The signs are those that Spring Boot's Docker Compose
 * support looks for: a test framework on the class path, and below it on the stack.
 */
final class ProcessSkipCheck {

	private static final List<String> TEST_CLASSES = List.of("org.junit.jupiter.api.Test", "org.junit.Test",
			"org.testng.annotations.Test");

	private static final List<String> TEST_CALLERS = List.of("org.junit.runners.", "org.junit.platform.",
			"org.springframework.boot.test.", "org.testng.", "cucumber.runtime.", "io.cucumber.",
			"org.springframework.boot.SpringApplicationAotProcessor");

	/** Why a process is down, and what to do. */
	static final String REASON = "this is a test, in which no process starts. Set process.skip.in-tests=false to start them";

	private ProcessSkipCheck() {
	}

	/**
	 * Decide for the calling thread.
	 * @param classLoader the class loader of the application
	 * @param skip the setting {@code process.skip}
	 * @return whether no process may start
	 */
	static boolean shouldSkip(ClassLoader classLoader, ProcessProperties.Skip skip) {
		return shouldSkip(classLoader, skip, Thread.currentThread().getStackTrace());
	}

	static boolean shouldSkip(ClassLoader classLoader, ProcessProperties.Skip skip, StackTraceElement[] stack) {
		return skip.inTests() && TEST_CLASSES.stream().anyMatch((name) -> ClassUtils.isPresent(name, classLoader))
				&& Arrays.stream(stack).map(StackTraceElement::getClassName).anyMatch(ProcessSkipCheck::isTestCaller);
	}

	private static boolean isTestCaller(String className) {
		return TEST_CALLERS.stream().anyMatch(className::startsWith);
	}

}
