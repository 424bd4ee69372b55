package dev.processkit.client.pricing;

import java.nio.file.Path;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.autoconfigure.ProcessAutoConfiguration;
import dev.processkit.autoconfigure.ProcessClientAutoConfiguration;
import dev.processkit.client.CallObserver;
import dev.processkit.client.InvalidClientException;
import dev.processkit.client.ProcessClients;
import dev.processkit.observation.ObservedClientCalls;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessClientAutoConfigurationTests {

	private static final String TYPE = "process.processes.pricing.type=" + PricingWorker.class.getName();

	private static final String CLIENT = Pricing.class.getName();

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ProcessAutoConfiguration.class, ProcessClientAutoConfiguration.class))
			.withInitializer(scanning("dev.processkit.client.pricing"))
			.withPropertyValues("process.runtime-directory=" + this.directory);
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> scanning(String name) {
		return (context) -> AutoConfigurationPackages.register((BeanDefinitionRegistry) context.getBeanFactory(), name);
	}

	@Test
	void clientIsBean() {
		this.runner.withPropertyValues(TYPE).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(Pricing.class);
			assertThat(context.getBean(Pricing.class)).hasToString("Pricing[client of process 'pricing']");
			assertThat(context.getBean(CLIENT)).isSameAs(context.getBean(Pricing.class));
		});
	}

	@Test
	void backsOffForBeanOfTheApplication() {
		this.runner.withUserConfiguration(Own.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Pricing.class).hasBean("ownPricing"));
	}

	@Test
	void componentWorkerStaysInItsJvmAndTheClientIsInjected() {
		this.runner.withUserConfiguration(ComponentPricing.class)
			.withPropertyValues("process.processes.pricing.type=" + ComponentPricing.class.getName())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Pricing.class)).isNotInstanceOf(ComponentPricing.class);
				assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("componentPricing"))
					.isFalse();
			});
	}

	@Test
	void nothingWithoutPackagesOrWhenDisabled() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ProcessAutoConfiguration.class, ProcessClientAutoConfiguration.class))
			.withPropertyValues("process.runtime-directory=" + this.directory)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ProcessClients.class)
				.doesNotHaveBean(Pricing.class));
		this.runner.withPropertyValues("process.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Pricing.class));
	}

	@Test
	void disabledProcessHasAClientAllTheSame() {
		this.runner.withPropertyValues(TYPE, "process.processes.pricing.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Pricing.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					process.processes.pricin.command=sleep,1 | for the process 'pricing', which is not declared. Did you mean 'pricin'?
					a=b | for the process 'pricing', which is not declared. Declare it
					process.processes.pricing.command=sleep,1 | a command that does not speak the control wire
					process.processes.pricing.type=dev.processkit.client.pricing.OtherWorker | OtherWorker does not implement it
					pricing.timeout=soon | has the time-out '${pricing.timeout:20s}', which is no positive duration
					pricing.timeout=0s | has the time-out
					pricing.process=${nowhere} | which cannot be resolved
					pricing.process= | names no process
					""")
	void wrongClientFailsTheStart(String property, String message) {
		String declared = property.startsWith("pricing.") ? TYPE : "x=y";
		this.runner.withPropertyValues(property, declared)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((failure) -> assertThat(refusal(context.getStartupFailure())).hasMessageContaining(CLIENT)
					.hasMessageContaining(message)));
	}

	@Test
	void wrongInterfaceFailsTheStartEvenWhenNobodyInjectsIt() {
		this.runner.withInitializer(scanning("dev.processkit.client.wrong"))
			.withPropertyValues(TYPE, "spring.main.lazy-initialization=true")
			.run((context) -> assertThat(refusal(context.getStartupFailure())).hasMessageContaining("Overloaded")
				.hasMessageContaining("'quote'")
				.hasMessageContaining("is overloaded"));
	}

	@Test
	void callsAreObservedWhenThereIsARegistry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		this.runner.withPropertyValues(TYPE)
			.withBean(ObservationRegistry.class, () -> registry)
			.run((context) -> assertThat(context).getBean(CallObserver.class).isInstanceOf(ObservedClientCalls.class));
		this.runner.withPropertyValues(TYPE)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallObserver.class));
	}

	@Test
	void timeoutOfClientsIsBound() {
		this.runner.withPropertyValues(TYPE, "process.clients.timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidDefinitionException.class)
				.hasMessageContaining("process.clients.timeout"));
	}

	private static InvalidClientException refusal(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof InvalidClientException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isNotNull();
		return (InvalidClientException) cause;
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		Pricing ownPricing() {
			return new PricingWorker();
		}

	}

}
