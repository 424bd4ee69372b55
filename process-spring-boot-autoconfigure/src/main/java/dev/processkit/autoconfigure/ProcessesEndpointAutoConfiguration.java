package dev.processkit.autoconfigure;

import java.time.InstantSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import dev.processkit.ProcessManager;
import dev.processkit.actuate.ProcessesEndpoint;
import dev.processkit.actuate.ProcessesEndpointWebExtension;

/**
 * {@link AutoConfiguration Auto-configuration} for the actuator endpoint
 * {@code processes}.
 *
 * @since 0.1
 */
@AutoConfiguration(afterName = "dev.processkit.autoconfigure.ProcessAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(ProcessManager.class)
@ConditionalOnAvailableEndpoint(ProcessesEndpoint.class)
public final class ProcessesEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ProcessesEndpoint processesEndpoint(ProcessManager manager, ObjectProvider<SanitizingFunction> functions) {
		return new ProcessesEndpoint(manager, functions.orderedStream().toList(), InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = ProcessesEndpoint.class, exposure = EndpointExposure.WEB)
	ProcessesEndpointWebExtension processesEndpointWebExtension(ProcessesEndpoint endpoint) {
		return new ProcessesEndpointWebExtension(endpoint);
	}

}
