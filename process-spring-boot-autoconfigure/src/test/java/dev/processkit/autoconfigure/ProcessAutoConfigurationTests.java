package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessManager;
import dev.processkit.Program;
import dev.processkit.integration.ProcessEndpoints;
import dev.processkit.launch.LaunchedProcess;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.supervisor.Supervisor;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProcessAutoConfigurationTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ProcessAutoConfiguration.class, EndpointAutoConfiguration.class,
					ProcessMetricsAutoConfiguration.class, ProcessesEndpointAutoConfiguration.class,
					ProcessesHealthContributorAutoConfiguration.class))
			.withPropertyValues("process.runtime-directory=" + this.directory);
	}

	@Test
	void contributesManagerAndEndpoints() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ProcessManager.class)
			.hasSingleBean(ProcessEndpoints.class));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("process.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ProcessManager.class)
				.doesNotHaveBean(Supervisor.class)
				.doesNotHaveBean(ProcessEndpoints.class));
	}

	@Test
	void startsWithoutSpringIntegration() {
		this.runner
			.withClassLoader(new FilteredClassLoader(AbstractServerConnectionFactory.class.getPackageName(),
					"org.springframework.integration"))
			.withPropertyValues("process.processes.job.command=sleep,1")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ProcessManager.class)
				.doesNotHaveBean(ProcessEndpoints.class));
	}

	@Test
	void startsWithoutActuatorHealthAndMicrometer() {
		this.runner
			.withClassLoader(new FilteredClassLoader(Endpoint.class.getPackageName(),
					HealthIndicator.class.getPackageName(), MeterRegistry.class.getPackageName()))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ProcessManager.class));
	}

	@Test
	void backsOffForUserBeans() {
		ProcessLauncher launcher = new UnusedLauncher();
		this.runner.withBean("mine", ProcessLauncher.class, () -> launcher)
			.run((context) -> assertThat(context).getBean(ProcessLauncher.class).isSameAs(launcher));
	}

	@Test
	void missingEndpointsSayWhatToAdd() {
		ProcessDefinition definition = ProcessDefinition.of("pricing", Program.Worker.of("com.acme.Pricing"));
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new MissingEndpoints().open(definition))
			.withMessageContaining("'pricing'")
			.withMessageContaining("spring-integration-ip");
	}

	@Test
	void processesStopAfterTheWebServerHasDrained() {
		assertThat(ProcessLifecycle.PHASE).isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
			.isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
	}

	@Test
	void nothingStartsBeforeTheApplicationIsReady() {
		this.runner.withPropertyValues("process.processes.job.command=sleep,1000", "process.skip.in-tests=false")
			.run((context) -> {
				assertThat(context.getBean(ProcessManager.class).status().processes()).isEmpty();
				assertThat(context.getBean(ProcessLifecycle.class).isRunning()).isTrue();
			});
	}

	private static final class UnusedLauncher implements ProcessLauncher {

		@Override
		public LaunchedProcess launch(InstanceId instance, ProcessDefinition definition, Consumer<String> output) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
			// Holds nothing.
		}

	}

}
