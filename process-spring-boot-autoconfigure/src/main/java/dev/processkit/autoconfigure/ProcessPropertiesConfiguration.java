package dev.processkit.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Binds {@code process.*} and keeps worker classes out of the application itself. To be
 * imported by the auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProcessProperties.class)
class ProcessPropertiesConfiguration {

	@Bean
	@ConfigurationPropertiesBinding
	static ClassNamesConverter processClassNamesConverter() {
		return new ClassNamesConverter();
	}

	@Bean
	static ConfigurationPropertiesBindHandlerAdvisor processShorthandBindHandlerAdvisor() {
		return ShorthandBindHandler::new;
	}

	@Bean
	static LazyWorkerBeans lazyWorkerBeans() {
		return new LazyWorkerBeans();
	}

}
