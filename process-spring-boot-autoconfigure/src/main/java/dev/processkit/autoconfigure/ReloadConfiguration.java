package dev.processkit.autoconfigure;

import java.time.InstantSource;

import dev.processkit.ProcessManager;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.supervisor.Supervisor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * What changes the processes while the application runs: reloads of its configuration,
 * and schedules. To be imported by the auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
class ReloadConfiguration {

	@Bean
	ConfigurationReload processConfigurationReload(ProcessProperties properties, ConfigurationFiles files,
			ConfigurableApplicationContext context, RuntimeDirectory directory, ObjectProvider<SslBundles> sslBundles,
			Supervisor supervisor, ProcessLauncher launcher, ObjectProvider<Endpoints> endpoints, HookBeans hooks) {
		DeclaredProcesses declared = new DeclaredProcesses(files, properties,
				(bound, environment) -> new ProcessDefinitionMapper(bound, environment,
						ProcessAutoConfiguration.classLoader(context), directory.path(), sslBundles.getIfAvailable(),
						hooks),
				context.getBeanFactory(), ProcessAutoConfiguration.classLoader(context));
		return new ConfigurationReload(declared,
				new ReloadTarget(supervisor, launcher, ProcessAutoConfiguration.endpointsOrNone(endpoints)), context,
				InstantSource.system());
	}

	@Bean
	ConfigurationFiles processConfigurationFiles(ConfigurableApplicationContext context) {
		return new ConfigurationFiles(context.getEnvironment(), ProcessAutoConfiguration.classLoader(context));
	}

	@Bean
	Lookout processLookout() {
		return new Lookout(InstantSource.system());
	}

	@Bean
	ReloadTriggers processReloadTriggers(ProcessProperties properties, ObjectProvider<ProcessManager> manager,
			ConfigurationFiles files, Lookout lookout) {
		return new ReloadTriggers(properties.reload(), manager::getObject, files, lookout);
	}

	@Bean
	@Order(3)
	Schedules processSchedules(ObjectProvider<Supervisor> supervisor, Lookout lookout, ProcessProperties properties) {
		return new Schedules(supervisor::getObject, lookout, properties.reload().settle(), InstantSource.system());
	}

}
