package dev.processkit.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.SupervisorStatus;
import dev.processkit.actuate.ProcessesEndpoint;
import dev.processkit.actuate.ProcessesEndpointWebExtension;
import dev.processkit.operation.ProcessDescriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessesEndpointAutoConfiguration}.
 */
class ProcessesEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner web = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(EndpointAutoConfiguration.class, ProcessesEndpointAutoConfiguration.class))
		.withBean(ProcessManager.class, () -> mock());

	private final ApplicationContextRunner plain = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(EndpointAutoConfiguration.class, ProcessesEndpointAutoConfiguration.class))
		.withBean(ProcessManager.class, () -> mock());

	@Test
	void runWhenExposedOverWebHasEndpointAndExtension() {
		this.web.withPropertyValues("management.endpoints.web.exposure.include=processes")
			.run((context) -> assertThat(context).hasSingleBean(ProcessesEndpoint.class)
				.hasSingleBean(ProcessesEndpointWebExtension.class));
	}

	@Test
	void runWhenExposedOverJmxOnlyHasNoWebExtension() {
		this.plain
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=processes",
					"management.endpoints.web.exposure.exclude=*")
			.run((context) -> assertThat(context).hasSingleBean(ProcessesEndpoint.class)
				.doesNotHaveBean(ProcessesEndpointWebExtension.class));
	}

	@Test
	void runWhenNotExposedHasNoEndpoint() {
		this.web.run((context) -> assertThat(context).doesNotHaveBean(ProcessesEndpoint.class));
	}

	@Test
	void runWhenAccessIsNoneHasNoEndpoint() {
		this.web
			.withPropertyValues("management.endpoints.web.exposure.include=processes",
					"management.endpoint.processes.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(ProcessesEndpoint.class));
	}

	@Test
	void runWhenNoManagerHasNoEndpoint() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(EndpointAutoConfiguration.class, ProcessesEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=processes")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProcessesEndpoint.class));
	}

	@Test
	void runWhenNoActuatorHasNoEndpoint() {
		new WebApplicationContextRunner().withUserConfiguration(Imported.class)
			.withBean(ProcessManager.class, () -> mock())
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.withPropertyValues("management.endpoints.web.exposure.include=processes")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ProcessesEndpointAutoConfiguration.class));
	}

	@Test
	void runWhenUserHasEndpointBacksOff() {
		ProcessesEndpoint own = mock();
		this.web.withPropertyValues("management.endpoints.web.exposure.include=processes")
			.withBean("own", ProcessesEndpoint.class, () -> own)
			.run((context) -> assertThat(context).getBean(ProcessesEndpoint.class).isSameAs(own));
	}

	@Test
	void runWhenUserHasSanitizingFunctionAppliesIt() {
		this.web.withPropertyValues("management.endpoints.web.exposure.include=processes")
			.withUserConfiguration(SanitizingConfiguration.class)
			.run((context) -> {
				given(context.getBean(ProcessManager.class).status()).willReturn(statusOf("run", "--customer=acme"));
				ProcessDescriptor process = (ProcessDescriptor) context.getBean(ProcessesEndpoint.class).process("job");
				assertThat(process.what()).isEqualTo("run --customer=******");
			});
	}

	private static SupervisorStatus statusOf(String... argv) {
		ProcessDefinition definition = ProcessDefinition.of("job", new Program.Command(List.of(argv)));
		InstanceStatus instance = new InstanceStatus(new InstanceId("job", 0), InstanceState.STOPPED, "test",
				java.time.Instant.EPOCH, null, 0, null, null, null, 0);
		return new SupervisorStatus(1, 0, List.of(ProcessStatus.of(definition, null, List.of(instance))));
	}

	@Configuration(proxyBeanMethods = false)
	static class SanitizingConfiguration {

		@Bean
		SanitizingFunction customers() {
			return SanitizingFunction.sanitizeValue().ifKeyEquals("customer");
		}

	}

	/** Read from the class file, as at real start-up: what is missing is not loaded. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessesEndpointAutoConfiguration.class)
	static class Imported {

	}

}
