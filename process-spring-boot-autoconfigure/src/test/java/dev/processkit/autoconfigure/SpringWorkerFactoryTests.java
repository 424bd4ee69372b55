package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import dev.processkit.ProcessException;
import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The child's side of a Spring component, in this JVM.
 */
class SpringWorkerFactoryTests {

	private final SpringWorkerFactory factory = new SpringWorkerFactory();

	private final Properties systemProperties = (Properties) System.getProperties().clone();

	@AfterEach
	void close() {
		this.factory.close();
		System.setProperties(this.systemProperties); // the logging system leaves its own
	}

	@Test
	void createInjectsWhatTheClassAsksFor() throws Exception {
		StubContext context = new StubContext();
		FullWorker worker = (FullWorker) create(FullWorker.class, context,
				Map.of("acme.mail.host", "smtp", "acme.mail.timeout", "5s", "acme.color", "red", "acme.hosts[0]", "a"));
		assertThat(worker.context).isSameAs(context);
		assertThat(worker.mail).isEqualTo(new Mail("smtp", Duration.ofSeconds(5)));
		assertThat(worker.color).isEqualTo("red");
		assertThat(worker.timeout).hasSeconds(5);
		assertThat(worker.greeting).isEqualTo("hello");
		assertThat(worker.executor).isNotNull();
	}

	@Test
	void createHasNothingButWhatTheClassImports() throws Exception {
		LonelyWorker worker = (LonelyWorker) create(LonelyWorker.class, new StubContext(), Map.of());
		assertThat(worker.application.getBeansOfType(TaskExecutor.class)).isEmpty();
		assertThat(worker.application.getBeansOfType(Worker.class)).hasSize(1);
	}

	@Test
	void prepareMakesTheWorkerAndLeavesNothingOfIt() throws Exception {
		StubContext context = new StubContext();
		int before = LonelyWorker.destroyedOnes;
		this.factory.prepare(LonelyWorker.class.getName(), context,
				EnvironmentSnapshot.take(new StandardEnvironment()));
		assertThat(LonelyWorker.destroyedOnes).isEqualTo(before + 1);
		assertThat(((LonelyWorker) create(LonelyWorker.class, context, Map.of())).destroyed).isFalse();
	}

	@Test
	void closeClosesTheContext() throws Exception {
		LonelyWorker worker = (LonelyWorker) create(LonelyWorker.class, new StubContext(), Map.of());
		this.factory.close();
		assertThat(worker.destroyed).isTrue();
		this.factory.close();
	}

	@Test
	void createWhenDependencyIsMissingSaysSo() {
		assertThatExceptionOfType(ProcessException.class)
			.isThrownBy(() -> create(OrphanWorker.class, new StubContext(), Map.of()))
			.withMessageContaining("OrphanWorker")
			.withMessageContaining("No qualifying bean of type")
			.withMessageContaining("add @Import");
	}

	@Test
	void createWhenPlaceholderIsMissingSaysSo() {
		assertThatExceptionOfType(ProcessException.class)
			.isThrownBy(() -> create(FullWorker.class, new StubContext(), Map.of("acme.mail.host", "smtp")))
			.withMessageContaining("Could not resolve placeholder 'acme.color'");
	}

	@Test
	void createWhenConstructorThrowsGivesItsMessage() {
		assertThatExceptionOfType(ProcessException.class)
			.isThrownBy(() -> create(ThrowingWorker.class, new StubContext(), Map.of()))
			.withMessageContaining("IllegalStateException: no licence")
			.havingRootCause()
			.isInstanceOf(IllegalStateException.class);
	}

	private Object create(Class<?> type, WorkerContext context, Map<String, Object> properties) {
		StandardEnvironment application = new StandardEnvironment();
		application.getPropertySources().addLast(new MapPropertySource("file", properties));
		return this.factory.create(type.getName(), context, EnvironmentSnapshot.take(application));
	}

	@ConfigurationProperties("acme.mail")
	record Mail(String host, Duration timeout) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Greetings {

		@Bean
		String greeting() {
			return "hello";
		}

	}

	@Service
	@Import(Greetings.class)
	@EnableConfigurationProperties(Mail.class)
	@ImportAutoConfiguration(TaskExecutionAutoConfiguration.class)
	static class FullWorker implements Worker {

		private final WorkerContext context;

		private final Mail mail;

		private final String color;

		private final String greeting;

		private final TaskExecutor executor;

		@Value("${acme.mail.timeout}")
		private Duration timeout;

		FullWorker(WorkerContext context, Mail mail, @Value("${acme.color}") String color, String greeting,
				TaskExecutor executor) {
			this.context = context;
			this.mail = mail;
			this.color = color;
			this.greeting = greeting;
			this.executor = executor;
		}

		@Override
		public void run(WorkerContext context) {
		}

	}

	@Component
	static class LonelyWorker implements Worker, DisposableBean {

		private final ApplicationContext application;

		private static int destroyedOnes;

		private boolean destroyed;

		LonelyWorker(ApplicationContext application) {
			this.application = application;
		}

		@Override
		public void run(WorkerContext context) {
		}

		@Override
		public void destroy() {
			this.destroyed = true;
			destroyedOnes++;
		}

	}

	@Component
	static class OrphanWorker implements Worker {

		OrphanWorker(List<String> names, TaskExecutor executor) {
		}

		@Override
		public void run(WorkerContext context) {
		}

	}

	@Component
	static class ThrowingWorker implements Worker {

		ThrowingWorker() {
			throw new IllegalStateException("no licence");
		}

		@Override
		public void run(WorkerContext context) {
		}

	}

}
