package dev.processkit.autoconfigure;

import java.time.InstantSource;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessManager;
import dev.processkit.actuate.SanitizingRules;
import dev.processkit.console.Console;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.operation.CommandLineSanitizer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration for the admin console, once {@code process.console.enabled} asks for
 * it. Its JSON is Jackson's: without it the application does not start, and says why.
 *
 * @since 0.1
 */
@AutoConfiguration(after = ProcessAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "process.console.enabled")
@ConditionalOnBooleanProperty(name = "process.enabled", matchIfMissing = true)
public final class ProcessConsoleAutoConfiguration {

	/**
	 * The application has Jackson.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class WithJackson {

		@Bean
		@ConditionalOnMissingBean
		Console processConsole(ProcessManager manager, ObjectProvider<CommandLineSanitizer> sanitizer) {
			return new Console(manager, sanitizer.getIfAvailable(CommandLineSanitizer::new), InstantSource.system());
		}

		@Bean
		ConsoleLifecycle processConsoleLifecycle(Console console, ProcessProperties properties,
				RuntimeDirectory directory, ListableBeanFactory beans) {
			return new ConsoleLifecycle(console, properties.console().settings(directory.path()), properties.skip(),
					new ConsoleMethodBeans(beans));
		}

	}

	/**
	 * It has not.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("tools.jackson.databind.json.JsonMapper")
	static class WithoutJackson {

		WithoutJackson() {
			throw new InvalidDefinitionException("process.console.enabled", true,
					"needs Jackson, which is not on the class path",
					"Add 'spring-boot-starter-jackson' to the dependencies, or remove the property.");
		}

	}

	/**
	 * The application has Actuator, whose rules hide secrets of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class WithActuator {

		@Bean
		@ConditionalOnMissingBean
		CommandLineSanitizer processCommandLineSanitizer(ObjectProvider<SanitizingFunction> functions) {
			return new CommandLineSanitizer(new SanitizingRules(functions.orderedStream().toList()));
		}

	}

}
