package dev.processkit.autoconfigure;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.SupervisorStatus;
import dev.processkit.health.ProcessesHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessesHealthContributorAutoConfiguration}.
 */
class ProcessesHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(ProcessesHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class));

	@Test
	void runWhenManagerHasContributor() {
		this.runner.withBean(ProcessManager.class, () -> mock())
			.run((context) -> assertThat(context).hasBean("processesHealthContributor")
				.hasSingleBean(ProcessesHealthIndicator.class));
	}

	@Test
	void runWhenNoManagerHasNoContributor() {
		this.runner
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProcessesHealthIndicator.class));
	}

	@Test
	void runWhenDisabledHasNoContributor() {
		this.runner.withBean(ProcessManager.class, () -> mock())
			.withPropertyValues("management.health.processes.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ProcessesHealthIndicator.class));
	}

	@Test
	void runWhenNoHealthModuleHasNoContributor() {
		new ApplicationContextRunner().withUserConfiguration(Imported.class)
			.withBean(ProcessManager.class, () -> mock())
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ProcessesHealthContributorAutoConfiguration.class));
	}

	@Test
	void runWhenUserHasContributorBacksOff() {
		HealthIndicator own = mock();
		this.runner.withBean(ProcessManager.class, () -> mock())
			.withBean("processesHealthContributor", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean("processesHealthContributor").isSameAs(own));
	}

	@Test
	void healthWhenProcessIsFailedIsDownButNeitherLivenessNorReadinessAre() {
		withHealthEndpoint().run((context) -> {
			HealthEndpoint endpoint = runningEndpoint(context);
			assertThat(endpoint.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(status(endpoint, "processes")).isEqualTo(Status.DOWN);
			assertThat(status(endpoint, "liveness")).isEqualTo(Status.UP);
			assertThat(status(endpoint, "readiness")).isEqualTo(Status.UP);
		});
	}

	@Test
	void healthWhenReadinessAsksForProcessesIsDown() {
		withHealthEndpoint()
			.withPropertyValues("management.endpoint.health.group.readiness.include=readinessState,processes")
			.run((context) -> {
				HealthEndpoint endpoint = runningEndpoint(context);
				assertThat(status(endpoint, "readiness")).isEqualTo(Status.DOWN);
				assertThat(status(endpoint, "liveness")).isEqualTo(Status.UP);
			});
	}

	private ApplicationContextRunner withHealthEndpoint() {
		return this.runner
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
					AvailabilityProbesAutoConfiguration.class))
			.withBean(ApplicationAvailabilityBean.class)
			.withBean(ProcessManager.class, ProcessesHealthContributorAutoConfigurationTests::managerOfFailedProcess)
			.withPropertyValues("management.endpoint.health.probes.enabled=true",
					"management.endpoints.web.exposure.include=health");
	}

	private static HealthEndpoint runningEndpoint(ApplicationContext context) {
		AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		return context.getBean(HealthEndpoint.class);
	}

	private static Status status(HealthEndpoint endpoint, String path) {
		HealthDescriptor health = endpoint.healthForPath(path);
		assertThat(health).as(path).isNotNull();
		return health.getStatus();
	}

	private static ProcessManager managerOfFailedProcess() {
		ProcessManager manager = mock();
		InstanceStatus failed = new InstanceStatus(new InstanceId("job", 0), InstanceState.FAILED, "gave up",
				Instant.EPOCH, null, 11, null, null, null, 0);
		given(manager.status()).willReturn(new SupervisorStatus(1, 0, List
			.of(ProcessStatus.of(ProcessDefinition.of("job", Program.Worker.of("a.Job")), null, List.of(failed)))));
		return manager;
	}

	/** Read from the class file, as at real start-up: what is missing is not loaded. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessesHealthContributorAutoConfiguration.class)
	static class Imported {

	}

}
