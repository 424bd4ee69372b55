package dev.processkit.autoconfigure;

import java.util.List;

import dev.processkit.ProcessDefinition;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.supervisor.Supervisor;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.system.ApplicationPid;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The application as a service of its machine. To be imported by the auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
class ServiceConfiguration {

	@Bean
	ServiceLife processServiceLife(ProcessProperties properties, Environment environment) {
		if (ProcessSkipCheck.shouldSkip(getClass().getClassLoader(), properties.skip())) {
			return ServiceLife.none();
		}
		return ServiceLife.begin(properties, environment.getProperty("spring.application.name", ""));
	}

	@Bean
	ResourceReport processResourceReport(ProcessDefinitionMapper mapper) {
		return new ResourceReport(mapper);
	}

	@Bean
	@ConditionalOnProperty("NOTIFY_SOCKET")
	SystemdNotifier processSystemdNotifier(ConfigurableApplicationContext context, ProcessProperties properties,
			ProcessDefinitionMapper mapper, Supervisor supervisor, ProcessLauncher launcher) {
		Environment environment = context.getEnvironment();
		boolean skip = ProcessSkipCheck.shouldSkip(getClass().getClassLoader(), properties.skip());
		boolean all = properties.systemd().ready() == SystemdProperties.Ready.PROCESSES && !skip;
		return new SystemdNotifier(context, supervisor,
				new SystemdMessages(launcher, environment.getRequiredProperty("NOTIFY_SOCKET")),
				new ServiceReadiness(all ? mapper.map().stream().map(ProcessDefinition::name).toList() : List.of()),
				SystemdNotifier.watchdog(environment.getProperty("WATCHDOG_USEC"),
						environment.getProperty("WATCHDOG_PID"), new ApplicationPid().toString()));
	}

}
