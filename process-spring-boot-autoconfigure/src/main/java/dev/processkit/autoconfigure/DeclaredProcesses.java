package dev.processkit.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.ReloadRefusedException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * What the configuration files declare when they are read again, and in which words a
 * start would have failed that cannot be read.
 */
final class DeclaredProcesses {

	private final ConfigurationFiles files;

	private final ProcessProperties atStart;

	private final BiFunction<ProcessProperties, ConfigurableEnvironment, ProcessDefinitionMapper> mappers;

	private final BeanFactory beans;

	private final ClassLoader classLoader;

	DeclaredProcesses(ConfigurationFiles files, ProcessProperties atStart,
			BiFunction<ProcessProperties, ConfigurableEnvironment, ProcessDefinitionMapper> mappers, BeanFactory beans,
			ClassLoader classLoader) {
		this.files = files;
		this.atStart = atStart;
		this.mappers = mappers;
		this.beans = beans;
		this.classLoader = classLoader;
	}

	/**
	 * Read the files.
	 * @param before what was declared last
	 * @return what is declared now; a worker whose class gets the environment is the same
	 * as before when that part of the environment is, which is not about processes
	 * @throws ReloadRefusedException if the application would not start with it
	 */
	Declaration read(List<ProcessDefinition> before) {
		ConfigurableEnvironment environment = null;
		try {
			environment = this.files.read();
			ProcessProperties properties = PropertiesBinding.bind(environment);
			List<ProcessDefinition> definitions = aligned(before, this.mappers.apply(properties, environment).map());
			return new Declaration(definitions, PropertiesBinding.postponed(this.atStart, properties), environment);
		}
		catch (RuntimeException ex) {
			throw explain(ex, environment);
		}
	}

	private static List<ProcessDefinition> aligned(List<ProcessDefinition> before, List<ProcessDefinition> after) {
		Map<String, Program> programs = new HashMap<>();
		before.forEach((definition) -> programs.put(definition.name(), definition.program()));
		List<ProcessDefinition> aligned = new ArrayList<>();
		for (ProcessDefinition definition : after) {
			Program known = programs.get(definition.name());
			aligned.add((known != null && isSame(known, definition.program())) ? with(definition, known) : definition);
		}
		return List.copyOf(aligned);
	}

	private static boolean isSame(Program before, Program after) {
		return before instanceof Program.Worker one && after instanceof Program.Worker other
				&& one.equals(with(other, one.settings())) && EnvironmentSnapshot.effective(one.settings())
					.equals(EnvironmentSnapshot.effective(other.settings()));
	}

	private static Program.Worker with(Program.Worker worker, Map<String, String> settings) {
		return new Program.Worker(worker.type(), worker.args(), worker.jvm(), worker.virtualThreads(), worker.factory(),
				worker.calls(), settings);
	}

	private static ProcessDefinition with(ProcessDefinition definition, Program program) {
		return new ProcessDefinition(definition.name(), program, definition.instances(), definition.environment(),
				definition.directory(), definition.policies(), definition.dependsOn(), definition.endpoint(),
				definition.daemon());
	}

	private ReloadRefusedException explain(RuntimeException failure, @Nullable ConfigurableEnvironment environment) {
		if (failure instanceof IllegalProcessStateException) {
			return new ReloadRefusedException(String.valueOf(failure.getMessage()), failure);
		}
		ArgumentResolver arguments = ArgumentResolver.of(BeanFactory.class, this.beans);
		if (environment != null) {
			arguments = arguments.and(Environment.class, environment);
		}
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation(this.classLoader)
			.load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, ex) -> {
				// One that needs what is not there has nothing to say here.
			}));
		for (FailureAnalyzer analyzer : analyzers) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				String action = (analysis.getAction() != null) ? "%n%n%s".formatted(analysis.getAction()) : "";
				return new ReloadRefusedException(analysis.getDescription() + action, failure);
			}
		}
		return new ReloadRefusedException(
				"Cannot read the configuration, of the files %s: %s".formatted(this.files.inUse(), messages(failure)),
				failure);
	}

	private static String messages(Throwable failure) {
		StringBuilder messages = new StringBuilder(String.valueOf(failure.getMessage()));
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			messages.append("%n    Caused by: %s".formatted(cause.getMessage()));
		}
		return messages.toString();
	}

	/**
	 * What is declared.
	 */
	final class Declaration {

		private final List<ProcessDefinition> definitions;

		private final List<String> postponed;

		private final ConfigurableEnvironment environment;

		private Declaration(List<ProcessDefinition> definitions, List<String> postponed,
				ConfigurableEnvironment environment) {
			this.definitions = definitions;
			this.postponed = postponed;
			this.environment = environment;
		}

		List<ProcessDefinition> definitions() {
			return this.definitions;
		}

		/** The properties that count from the next start on. */
		List<String> postponed() {
			return this.postponed;
		}

		/** Say why it cannot be applied, and where in the files that stands. */
		ReloadRefusedException explain(RuntimeException failure) {
			return DeclaredProcesses.this.explain(failure, this.environment);
		}

	}

}
