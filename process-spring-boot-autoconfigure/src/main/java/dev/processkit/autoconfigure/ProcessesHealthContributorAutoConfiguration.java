package dev.processkit.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.processkit.ProcessManager;
import dev.processkit.health.ProcessesHealthIndicator;

/**
 * {@link AutoConfiguration Auto-configuration} for the health contributor
 * {@code processes}.
 *
 * @since 0.1
 */
@AutoConfiguration(afterName = "dev.processkit.autoconfigure.ProcessAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ProcessManager.class)
@ConditionalOnEnabledHealthIndicator("processes")
public final class ProcessesHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "processesHealthContributor")
	ProcessesHealthIndicator processesHealthContributor(ProcessManager manager) {
		return new ProcessesHealthIndicator(manager);
	}

}
