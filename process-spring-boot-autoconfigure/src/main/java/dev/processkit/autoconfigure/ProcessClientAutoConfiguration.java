package dev.processkit.autoconfigure;

import dev.processkit.client.CallObserver;
import dev.processkit.client.ClientSettings;
import dev.processkit.client.ProcessClients;
import dev.processkit.observation.ObservedClientCalls;
import dev.processkit.supervisor.Supervisor;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for typed calls: the interfaces with {@code @ProcessClient} in the
 * packages of the application become beans.
 *
 * @since 0.1
 */
@AutoConfiguration(after = ProcessAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "process.enabled", matchIfMissing = true)
@Import(ProcessClientRegistrar.class)
public final class ProcessClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClientSettings processClientSettings(ProcessProperties properties, Environment environment,
			ListableBeanFactory beans) {
		return new ApplicationClientSettings(properties.clients().timeout(), environment, beans);
	}

	@Bean
	@ConditionalOnMissingBean
	ProcessClients processClients(Supervisor supervisor, ClientSettings settings,
			ObjectProvider<CallObserver> observer) {
		return new ProcessClients(supervisor.dispatcher(), settings, observer.getIfAvailable(() -> CallObserver.NONE));
	}

	@Bean
	DeclaredClients declaredProcessClients(ProcessClients clients, ProcessDefinitionMapper mapper) {
		return new DeclaredClients(clients, mapper);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	static class Observation {

		@Bean
		@ConditionalOnBean(ObservationRegistry.class)
		@ConditionalOnMissingBean
		CallObserver processCallObserver(ObservationRegistry registry) {
			return registry.isNoop() ? CallObserver.NONE : new ObservedClientCalls(registry);
		}

	}

}
