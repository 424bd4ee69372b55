package dev.processkit.autoconfigure;

import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEventListener;
import dev.processkit.ProcessManager;
import dev.processkit.launch.ClassArchiveSettings;
import dev.processkit.launch.DaemonDirectory;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.shared.SharedTables;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for supervised background processes. Definitions are validated while
 * the context is refreshed; processes are launched once the application is ready.
 *
 * @since 0.1
 */
@AutoConfiguration(afterName = { "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
		"org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "process.enabled", matchIfMissing = true)
@Import({ ProcessPropertiesConfiguration.class, ServiceConfiguration.class, TaskExecutorRegistrar.class,
		ReloadConfiguration.class, SharedTablesConfiguration.class, JobConfiguration.class })
public final class ProcessAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RuntimeDirectory processRuntimeDirectory(ProcessProperties properties, ServiceLife heldBefore) {
		String base = properties.runtimeDirectory();
		return RuntimeDirectory.create((base != null) ? Path.of(base) : null);
	}

	@Bean
	ProcessDefinitionMapper processDefinitionMapper(ProcessProperties properties, ConfigurableEnvironment environment,
			ConfigurableApplicationContext context, RuntimeDirectory directory, ObjectProvider<SslBundles> sslBundles,
			HookBeans hooks) {
		return new ProcessDefinitionMapper(properties, environment, classLoader(context), directory.path(),
				sslBundles.getIfAvailable(), hooks);
	}

	@Bean
	HookBeans processHookBeans(ListableBeanFactory beans) {
		return new HookBeans(beans);
	}

	static ClassLoader classLoader(ConfigurableApplicationContext context) {
		ClassLoader classLoader = context.getClassLoader();
		return (classLoader != null) ? classLoader : ClassLoader.getSystemClassLoader();
	}

	/** Closed by the supervisor. */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	ProcessLauncher processLauncher(RuntimeDirectory directory, ProcessProperties properties, SharedTables shared,
			ConfigurableEnvironment environment) {
		String archives = properties.classArchive().directory();
		return new JdkProcessLauncher(directory,
				new ClassArchiveSettings(properties.classArchive().enabled(),
						(archives != null) ? Path.of(archives) : null),
				Map.of(SharedTables.VARIABLE, shared.directory().toString()),
				DaemonDirectory.of(directory,
						PropertyPath.file("process.daemon-directory", properties.daemonDirectory()),
						environment.getProperty("spring.application.name", "")));
	}

	@Bean
	@Order(0)
	ProcessEventListener processEventLogger() {
		return new EventLogger();
	}

	@Bean
	@Order(1)
	ProcessEventListener processEventPublisher(ApplicationEventPublisher publisher) {
		return publisher::publishEvent;
	}

	@Bean
	@Order(2)
	ProcessEventListener processGiveUpListener(ObjectProvider<ApplicationShutdown> shutdown,
			ConfigurableApplicationContext context) {
		return new GiveUpListener(shutdown.getIfAvailable(() -> new ExitingShutdown(context)));
	}

	@Bean
	@ConditionalOnMissingBean
	Supervisor processSupervisor(ProcessProperties properties, ProcessDefinitionMapper mapper, ProcessLauncher launcher,
			ObjectProvider<ProcessEventListener> listeners, ObjectProvider<RequestObserver> observer, HookBeans hooks) {
		List<ProcessEventListener> ordered = listeners.orderedStream().toList();
		Supervisor supervisor = new Supervisor(properties.maxProcesses(), launcher, ordered, new OutputLogger(),
				observer.getIfAvailable(() -> RequestObserver.NONE), hooks);
		supervisor.keepSpares(properties.spares());
		supervisor.reconciliation().group(mapper.groups());
		boolean skip = ProcessSkipCheck.shouldSkip(ProcessAutoConfiguration.class.getClassLoader(), properties.skip());
		supervisor.announce(mapper.names(), "it is disabled; set its 'enabled' to true");
		supervisor.announce(mapper.map().stream().map(ProcessDefinition::name).toList(),
				skip ? ProcessSkipCheck.REASON : ProcessLifecycle.NOT_YET);
		return supervisor;
	}

	@Bean
	@ConditionalOnMissingBean
	ProcessManager processManager(Supervisor supervisor, ProcessDefinitionMapper mapper,
			ObjectProvider<Endpoints> endpoints, ConfigurationReload reload, HookBeans hooks) {
		return new SupervisedProcessManager(supervisor, mapper, endpointsOrNone(endpoints), reload, hooks);
	}

	@Bean
	ProcessLifecycle processLifecycle(ConfigurableApplicationContext context, ProcessProperties properties,
			ProcessDefinitionMapper mapper, Supervisor supervisor, ProcessLauncher launcher,
			ObjectProvider<Endpoints> endpoints, ConfigurationReload reload) {
		List<ProcessDefinition> definitions = mapper.map();
		if (!ProcessSkipCheck.shouldSkip(getClass().getClassLoader(), properties.skip())) {
			// There is time for it until the application is ready.
			definitions.forEach(launcher::prepare);
		}
		return new ProcessLifecycle(context, properties.skip(), definitions, supervisor, launcher,
				endpointsOrNone(endpoints), reload);
	}

	@Bean
	ApplicationSignals processApplicationSignals(ProcessProperties properties, ApplicationEventPublisher publisher) {
		return new ApplicationSignals(properties.signals(), publisher);
	}

	@Bean(TaskExecutors.BEAN)
	TaskExecutors processTaskExecutors(Supervisor supervisor, ProcessDefinitionMapper mapper,
			ProcessProperties properties, ListableBeanFactory beans, ObjectProvider<ObjectInputFilter> filter) {
		return new TaskExecutors(supervisor, mapper.taskExecutors(), properties.skip(), beans, filter.getIfUnique());
	}

	static Endpoints endpointsOrNone(ObjectProvider<Endpoints> endpoints) {
		Endpoints available = endpoints.getIfAvailable();
		return (available != null) ? available : new MissingEndpoints();
	}

}
