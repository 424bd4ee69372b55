package dev.processkit.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerGroup;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The logging of a worker, to the console only, with the levels of {@code logging.level}
 * and {@code logging.group}. With Logback the application's configuration file is left
 * aside, since two JVMs writing one log file would spoil it.
 */
final class WorkerLogging {

	/** As {@code LoggingApplicationListener} predefines them. */
	private static final Map<String, List<String>> GROUPS = Map.of("web",
			List.of("org.springframework.core.codec", "org.springframework.http", "org.springframework.web"), "sql",
			List.of("org.springframework.jdbc.core", "org.hibernate.SQL", "org.jooq.tools.LoggerListener"));

	private static final ResolvableType GROUPS_TYPE = ResolvableType.forClassWithGenerics(Map.class,
			ResolvableType.forClass(String.class), ResolvableType.forClassWithGenerics(List.class, String.class));

	private final LoggingSystem system;

	private WorkerLogging(LoggingSystem system) {
		this.system = system;
	}

	/**
	 * Keep the logging silent until its settings are known.
	 * @param classLoader where the logging system is found
	 * @return the logging, to be started
	 */
	static WorkerLogging prepare(ClassLoader classLoader) {
		boolean logback = LoggingSystem.get(classLoader).getClass().getName().endsWith(".LogbackLoggingSystem");
		WorkerLogging logging = new WorkerLogging(
				logback ? new ConsoleLogback(classLoader) : LoggingSystem.get(classLoader));
		logging.system.beforeInitialize();
		return logging;
	}

	/**
	 * Start it.
	 * @param environment holds the settings
	 */
	void start(ConfigurableEnvironment environment) {
		this.system.getSystemProperties(environment).apply();
		this.system.initialize(new LoggingInitializationContext(environment), null, null);
		Binder binder = Binder.get(environment);
		LoggerGroups groups = new LoggerGroups(GROUPS);
		binder.bind("logging.group", Bindable.<Map<String, List<String>>>of(GROUPS_TYPE)).ifBound(groups::putAll);
		binder.bind("logging.level", Bindable.mapOf(String.class, LogLevel.class))
			.ifBound((levels) -> levels.forEach((name, level) -> setLevel(groups.get(name), name, level)));
	}

	private void setLevel(@Nullable LoggerGroup group, String name, LogLevel level) {
		if (group != null && group.hasMembers()) {
			group.configureLogLevel(level, this.system::setLogLevel);
		}
		else {
			boolean root = LoggingSystem.ROOT_LOGGER_NAME.equalsIgnoreCase(name);
			this.system.setLogLevel(root ? null : name, level);
		}
	}

	/** Release it, so that another one may be started in the same JVM. */
	void stop() {
		this.system.cleanUp();
	}

	/**
	 * Logback without a configuration file.
	 */
	private static final class ConsoleLogback extends LogbackLoggingSystem {

		ConsoleLogback(ClassLoader classLoader) {
			super(classLoader);
		}

		@Override
		protected String[] getStandardConfigLocations() {
			return new String[0];
		}

	}

}
