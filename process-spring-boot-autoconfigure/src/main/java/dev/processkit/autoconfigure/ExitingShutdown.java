package dev.processkit.autoconfigure;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Closes the context and ends the JVM with code 1, so that whoever runs the application
 * sees that it did not end well.
 */
final class ExitingShutdown implements ApplicationShutdown {

	private final ConfigurableApplicationContext context;

	ExitingShutdown(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void shutdown(String reason) {
		System.exit(SpringApplication.exit(this.context, () -> 1));
	}

}
