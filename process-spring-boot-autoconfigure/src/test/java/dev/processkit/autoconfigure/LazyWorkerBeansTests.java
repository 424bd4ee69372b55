package dev.processkit.autoconfigure;

import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

class LazyWorkerBeansTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(ProcessPropertiesConfiguration.class);

	@Test
	void refreshWhenWorkerIsComponentDoesNotMakeIt() {
		this.runner.withUserConfiguration(ChildOnlyWorker.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("childOnlyWorker"))
				.isFalse();
		});
	}

	@Test
	void refreshWhenWorkerComesFromBeanMethodMakesIt() {
		this.runner.withUserConfiguration(OwnWorker.class)
			.run((context) -> assertThat(
					context.getSourceApplicationContext().getBeanFactory().containsSingleton("ownWorker"))
				.isTrue());
	}

	@Component("childOnlyWorker")
	static class ChildOnlyWorker implements Worker {

		ChildOnlyWorker(WorkerContext context) {
		}

		@Override
		public void run(WorkerContext context) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWorker {

		@Bean
		Worker ownWorker() {
			return (context) -> {
			};
		}

	}

}
