package dev.processkit.autoconfigure;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.processkit.ProcessEventListener;
import dev.processkit.ProcessManager;
import dev.processkit.SupervisorStatus;
import dev.processkit.metrics.ProcessMetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessMetricsAutoConfiguration}.
 */
class ProcessMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ProcessMetricsAutoConfiguration.class));

	@Test
	void runWhenManagerIsBuiltWithItsListenersBindsMeters() {
		withMetrics().withUserConfiguration(ManagerConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MeterRegistry.class).get("supervisor.processes.max").gauge().value())
				.isEqualTo(7);
			assertThat(context.getBean(ManagerConfiguration.class).listeners)
				.containsExactly(context.getBean(ProcessMetrics.class));
		});
	}

	@Test
	void runWhenNoManagerHasNoMetrics() {
		withMetrics().run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProcessMetrics.class));
	}

	@Test
	void runWhenNoRegistryHasNoMetrics() {
		this.runner.withUserConfiguration(ManagerConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ProcessMetrics.class));
	}

	@Test
	void runWhenNoMicrometerHasNoMetrics() {
		new ApplicationContextRunner().withUserConfiguration(ManagerConfiguration.class, Imported.class)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ProcessMetricsAutoConfiguration.class));
	}

	@Test
	void runWhenNoMetricsModuleHasNoMetrics() {
		new ApplicationContextRunner().withUserConfiguration(ManagerConfiguration.class, Imported.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ProcessMetricsAutoConfiguration.class));
	}

	@Test
	void runWhenUserHasMetricsBacksOff() {
		ProcessMetrics own = mock();
		withMetrics().withUserConfiguration(ManagerConfiguration.class)
			.withBean("own", ProcessMetrics.class, () -> own)
			.run((context) -> assertThat(context).getBean(ProcessMetrics.class).isSameAs(own));
	}

	private ApplicationContextRunner withMetrics() {
		return this.runner.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerConfiguration {

		private List<ProcessEventListener> listeners = List.of();

		@Bean
		ProcessManager processManager(ObjectProvider<ProcessEventListener> listeners) {
			this.listeners = listeners.orderedStream().toList();
			ProcessManager manager = mock();
			given(manager.status()).willReturn(new SupervisorStatus(7, 0, List.of()));
			return manager;
		}

	}

	/** Read from the class file, as at real start-up: what is missing is not loaded. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProcessMetricsAutoConfiguration.class)
	static class Imported {

	}

}
