package dev.processkit.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

import dev.processkit.ProcessManager;
import dev.processkit.metrics.ProcessMetrics;
import dev.processkit.metrics.RequestMetrics;
import dev.processkit.supervisor.RequestObserver;

/**
 * {@link AutoConfiguration Auto-configuration} for the meters of the supervisor.
 *
 * @since 0.1
 */
@AutoConfiguration(after = MetricsAutoConfiguration.class,
		afterName = { "dev.processkit.autoconfigure.ProcessAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass({ MeterRegistry.class, MetricsAutoConfiguration.class })
@ConditionalOnBean({ ProcessManager.class, MeterRegistry.class })
public final class ProcessMetricsAutoConfiguration {

	/**
	 * The manager is looked up late: it is built with all listeners, of which this is
	 * one.
	 */
	@Bean
	@ConditionalOnMissingBean
	ProcessMetrics processMetrics(ObjectProvider<ProcessManager> manager) {
		return new ProcessMetrics(() -> manager.getObject().status());
	}

	@Bean
	ReloadMetrics processReloadMetrics() {
		return new ReloadMetrics();
	}

	@Bean
	@ConditionalOnMissingBean(RequestObserver.class)
	RequestMetrics processRequestMetrics(ObjectProvider<MeterRegistry> registry) {
		return new RequestMetrics(registry::getObject);
	}

}
