package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.ProcessManager;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.autoconfigure.ProcessApplicationTests.Upper;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.supervisor.Supervisor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is asked of declared processes before they are there.
 */
@EnabledOnOs(OS.LINUX)
class EarlyRequestsTests {

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void runnerIsToldAtOnceWhenProcessesStartAndListenersAreAnswered() throws Exception {
		run("process.skip.in-tests=false");
		App app = this.context.getBean(App.class);
		assertRefused(app.sent, "it is declared, but starts when the application is ready");
		assertRefused(app.sent, "in a listener of ApplicationReadyEvent");
		assertRefused(app.called, "it is declared, but starts when the application is ready");
		assertRefused(app.unknown, "there is no process of this name");
		assertRefused(app.disabled, "it is disabled; set its 'enabled' to true");
		assertThat(app.whenReady.get(30, TimeUnit.SECONDS)).isEqualTo("READY");
	}

	@Test
	void testIsToldHowToStartTheProcesses() {
		run("process.skip.in-tests=true");
		App app = this.context.getBean(App.class);
		assertRefused(app.sent, "Set process.skip.in-tests=false");
		assertRefused(app.called, "Set process.skip.in-tests=false");
		assertRefused(app.whenReady, "this is a test, in which no process starts");
	}

	private static void assertRefused(CompletableFuture<String> request, String why) {
		assertThatThrownBy(() -> request.get(30, TimeUnit.SECONDS)).cause()
			.hasMessageContaining(why)
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
	}

	private void run(String... properties) {
		this.context = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties(properties)
			.properties("process.processes.upper=" + Upper.class.getName(), "process.spares=0",
					"process.processes.off.command=sleep,1000", "process.processes.off.enabled=false",
					"process.runtime-directory=" + this.directory)
			.run();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

		private final CompletableFuture<String> called = new CompletableFuture<>();

		private CompletableFuture<String> sent;

		private CompletableFuture<String> unknown;

		private CompletableFuture<String> disabled;

		private CompletableFuture<String> whenReady;

		@Bean
		CommandLineRunner impatient(ProcessManager manager, Supervisor supervisor) {
			return (args) -> {
				this.sent = manager.send("upper", "early");
				this.unknown = manager.send("upperr", "early");
				this.disabled = manager.send("off", "early");
				Dispatcher.Route route = supervisor.dispatcher()
					.route("upper", java.time.Duration.ofSeconds(30), () -> {
					});
				route.dispatch(new byte[1], new Dispatcher.ReplyCallback() {

					@Override
					public void onReply(byte[] reply) {
						App.this.called.complete("answered");
					}

					@Override
					public void onFailure(RequestFailedException failure) {
						App.this.called.completeExceptionally(failure);
					}

				});
			};
		}

		@EventListener
		void onReady(ApplicationReadyEvent event) {
			this.whenReady = event.getApplicationContext().getBean(ProcessManager.class).send("upper", "ready");
		}

	}

}
