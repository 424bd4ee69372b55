package dev.processkit.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import dev.processkit.ProcessManager;
import dev.processkit.job.JobListener;
import dev.processkit.job.JobRunner;
import dev.processkit.job.JobWatch;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Runs jobs. To be imported by the auto-configuration.
 */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

	@Bean
	JobWatch processJobWatch() {
		return new JobWatch();
	}

	@Bean
	JobRunner processJobRunner(ProcessManager manager, JobWatch watch, ObjectProvider<JobListener> listeners,
			ApplicationEventPublisher publisher) {
		List<JobListener> all = Stream
			.concat(listeners.orderedStream(), Stream.<JobListener>of(publisher::publishEvent))
			.toList();
		return new JobRunner(manager, watch, all);
	}

	/** So that {@code SpringApplication.exit} knows how the jobs went. */
	@Bean
	ExitCodeGenerator processJobExitCode(JobRunner runner) {
		return runner::exitCode;
	}

	/** Before the processes are stopped: what has not begun must not take their place. */
	@Bean
	ApplicationListener<ContextClosedEvent> processJobShutdown(ApplicationContext context, JobRunner runner) {
		return (event) -> {
			if (event.getApplicationContext() == context) {
				runner.close();
			}
		};
	}

}
