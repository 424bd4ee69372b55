package dev.processkit.autoconfigure;

import dev.processkit.integration.ProcessEndpoints;
import dev.processkit.supervisor.Supervisor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;

/**
 * Auto-configuration for the TCP and Unix-domain sockets of processes, on Spring
 * Integration.
 *
 * @since 0.1
 */
@AutoConfiguration(after = ProcessAutoConfiguration.class)
@ConditionalOnClass(AbstractServerConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "process.enabled", matchIfMissing = true)
public final class EndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ProcessEndpoints processEndpoints(Supervisor supervisor, ObjectProvider<SslBundles> sslBundles,
			ApplicationContext context) {
		return new ProcessEndpoints(supervisor.dispatcher(),
				(bundle) -> sslBundles.getObject().getBundle(bundle).createSslContext(), context);
	}

	@Bean
	IntegrationEndpoints processIntegrationEndpoints(ProcessEndpoints endpoints) {
		return new IntegrationEndpoints(endpoints);
	}

}
