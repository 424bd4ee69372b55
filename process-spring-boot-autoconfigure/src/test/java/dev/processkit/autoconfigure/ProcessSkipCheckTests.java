package dev.processkit.autoconfigure;

import java.net.URL;
import java.net.URLClassLoader;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessSkipCheckTests {

	private static final ProcessProperties.Skip IN_TESTS = new ProcessProperties.Skip(true);

	private final ClassLoader classLoader = getClass().getClassLoader();

	@Test
	void shouldSkipWhenTestIsOnStackSkips() {
		assertThat(ProcessSkipCheck.shouldSkip(this.classLoader, IN_TESTS)).isTrue();
	}

	@Test
	void shouldSkipWhenTestAsksForProcessesDoesNotSkip() {
		assertThat(ProcessSkipCheck.shouldSkip(this.classLoader, new ProcessProperties.Skip(false))).isFalse();
	}

	@Test
	void shouldSkipWhenNoTestIsOnStackDoesNotSkip() {
		StackTraceElement[] stack = { new StackTraceElement("com.acme.Application", "main", "Application.java", 1) };
		assertThat(ProcessSkipCheck.shouldSkip(this.classLoader, IN_TESTS, stack)).isFalse();
	}

	@Test
	void shouldSkipWhenNoTestFrameworkIsOnClassPathDoesNotSkip() throws Exception {
		try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader());
				FilteredClassLoader filtered = new FilteredClassLoader("org.junit.", "org.testng.")) {
			assertThat(ProcessSkipCheck.shouldSkip(empty, IN_TESTS)).isFalse();
			assertThat(ProcessSkipCheck.shouldSkip(filtered, IN_TESTS)).isFalse();
		}
	}

}
