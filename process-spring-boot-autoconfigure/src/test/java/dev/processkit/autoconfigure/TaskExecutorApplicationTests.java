package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.processkit.ProcessManager;
import dev.processkit.ProcessStatus;
import dev.processkit.executor.ProcessTaskExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Task executors of a whole application: declared, injected, and named by {@code @Async}.
 */
@EnabledOnOs(OS.LINUX)
class TaskExecutorApplicationTests {

	private ConfigurableApplicationContext context;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		if (this.context != null && this.context.isActive()) {
			ProcessManager manager = this.context.getBean(ProcessManager.class);
			this.context.close();
			assertThat(manager.running()).isEmpty();
		}
	}

	@Test
	void runnerMayWaitForItsTaskAndTheProcessIsSupervised() throws Exception {
		run(Runner.class, "process.task-executors.reports.instances=2",
				"process.task-executors.reports.environment.GREETING=hello");
		assertThat(this.context.getBean(Runner.class).result).isEqualTo("hello");
		ProcessManager manager = this.context.getBean(ProcessManager.class);
		ProcessStatus status = manager.status().processes().get(0);
		assertThat(status.name()).isEqualTo("reports");
		assertThat(status.instances()).hasSize(2);
		assertThat(status.definition().toString()).doesNotContain("task.token");
	}

	@Test
	void executorDoesNotReplaceTheApplicationsOwnAndIsInjectedByName() throws Exception {
		run(Injected.class, "process.task-executors.reports=", "process.task-executors.exports.max-tasks=1");
		Injected injected = this.context.getBean(Injected.class);
		assertThat(injected.byName.name()).isEqualTo("reports");
		assertThat(injected.executors).isNotEmpty().noneMatch(ProcessTaskExecutor.class::isInstance);
		assertThat(this.context.getBean("applicationTaskExecutor")).isInstanceOf(ThreadPoolTaskExecutor.class);
		assertThat(
				this.context.getBean("exports", AsyncTaskExecutor.class).submit(new Echo()).get(30, TimeUnit.SECONDS))
			.isEqualTo("echo");
	}

	@Test
	void onlyExecutorIsInjectedByType() {
		run(ByType.class, "process.task-executors.reports.instances=1");
		ByType injected = this.context.getBean(ByType.class);
		assertThat(injected.byType.name()).isEqualTo("reports");
		assertThat(injected.byName).isSameAs(injected.byType);
		assertThat(injected.executor).isInstanceOf(ThreadPoolTaskExecutor.class);
	}

	@Test
	void asyncMethodsRunInTheWorkers() throws Exception {
		run(Asynchronous.class, "process.task-executors.reports.instances=1", "greeting=Hello");
		Reports reports = this.context.getBean(Reports.class);
		long here = ProcessHandle.current().pid();
		assertThat(reports.pid().get(60, TimeUnit.SECONDS)).isNotEqualTo(here);
		assertThat(reports.greet("world").get(60, TimeUnit.SECONDS)).isEqualTo("Hello, world!");
		assertThat(reports.here().get(60, TimeUnit.SECONDS)).isEqualTo(here);
		assertThat(this.context.getBean(Plain.class).twice(21).get(60, TimeUnit.SECONDS)).isEqualTo(42);
		CompletableFuture<Long> failing = reports.fail("on purpose");
		assertThatThrownBy(() -> failing.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.cause()
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessage("on purpose");
		reports.failQuietly("told to the handler");
		await().atMost(Duration.ofSeconds(30)).until(() -> Handler.failure.get() != null);
		assertThat(Handler.failure.get()).hasMessage("told to the handler");
	}

	@Test
	void testWithoutProcessesRefusesTasksAndSaysWhy() {
		run(App.class, "process.task-executors.reports.instances=1", "process.skip.in-tests=true");
		ProcessTaskExecutor executor = this.context.getBean(ProcessTaskExecutor.class);
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> executor.submit(() -> 1))
			.withMessage("Task executor 'reports' runs no tasks: this is a test, in which no process starts."
					+ " Set process.skip.in-tests=false to start them");
	}

	@Test
	void whatCannotWorkIsRefusedWithItsProperty() {
		for (String wrong : List.of("max-tasks=-1", "task-timeout=-1s", "instances=0", "readiness.probe=none",
				"requests.queue-capacity=-1", "requests.concurrency=2", "instances.min=2", "type=com.acme.Some",
				"command=ls")) {
			assertThatThrownBy(() -> run(App.class, "process.task-executors.reports." + wrong)).as(wrong)
				.hasStackTraceContaining("process.task-executors.reports");
		}
		assertThatThrownBy(
				() -> run(App.class, "process.task-executors.reports=", "process.processes.reports.command=ls"))
			.hasStackTraceContaining("has the same name as 'process.processes.reports'");
		assertThatThrownBy(() -> run(App.class, "process.task-executors.applicationTaskExecutor="))
			.hasStackTraceContaining("is the name of another bean");
	}

	private void run(Class<?> type, String... properties) {
		this.context = new SpringApplicationBuilder(type).web(WebApplicationType.NONE)
			.properties("process.skip.in-tests=false", "process.runtime-directory=" + this.directory)
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class App {

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Runner implements CommandLineRunner {

		private final ProcessTaskExecutor reports;

		private String result;

		Runner(ProcessTaskExecutor reports) {
			this.reports = reports;
		}

		@Override
		public void run(String... args) throws Exception {
			this.result = this.reports.submit(() -> System.getenv("GREETING")).get(60, TimeUnit.SECONDS);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Injected {

		private final ProcessTaskExecutor byName;

		private final List<Executor> executors;

		Injected(@Qualifier("reports") ProcessTaskExecutor byName, ObjectProvider<Executor> executors) {
			this.byName = byName;
			this.executors = executors.stream().toList();
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ByType {

		private final ProcessTaskExecutor byType;

		private final ProcessTaskExecutor byName;

		private final AsyncTaskExecutor executor;

		ByType(ProcessTaskExecutor anything, @Qualifier("reports") ProcessTaskExecutor byName,
				AsyncTaskExecutor applicationTaskExecutor) {
			this.byType = anything;
			this.byName = byName;
			this.executor = applicationTaskExecutor;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableAsync
	@Import({ Reports.class, Punctuation.class, Handler.class })
	static class Asynchronous {

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

	/** A component, whose dependencies it gets in the worker too. */
	@Component
	@Import(Punctuation.class)
	public static class Reports {

		@Value("${greeting}")
		private String greeting;

		private final Punctuation punctuation;

		Reports(Punctuation punctuation) {
			this.punctuation = punctuation;
		}

		@Async("reports")
		public Future<Long> pid() {
			return CompletableFuture.completedFuture(ProcessHandle.current().pid());
		}

		@Async("reports")
		public CompletableFuture<String> greet(String whom) {
			return CompletableFuture.completedFuture(this.greeting + ", " + whom + this.punctuation.mark());
		}

		@Async
		public CompletableFuture<Long> here() {
			return CompletableFuture.completedFuture(ProcessHandle.current().pid());
		}

		@Async("reports")
		public CompletableFuture<Long> fail(String message) {
			throw new IllegalArgumentException(message);
		}

		@Async("reports")
		public void failQuietly(String message) {
			throw new IllegalArgumentException(message);
		}

	}

	/** A dependency. */
	public static class Punctuation {

		String mark() {
			return "!";
		}

	}

	/** No component: the worker calls its constructor. */
	@Async("reports")
	public static class Plain {

		public CompletableFuture<Integer> twice(int number) {
			return CompletableFuture.completedFuture(2 * number);
		}

	}

	static class Handler implements AsyncConfigurer {

		/** Static, because Spring Boot wraps the bean. */
		private static final AtomicReference<Throwable> failure = new AtomicReference<>();

		@Override
		public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
			return (thrown, method, arguments) -> failure.set(thrown);
		}

	}

	static class Echo implements java.util.concurrent.Callable<String>, java.io.Serializable {

		private static final long serialVersionUID = 1;

		@Override
		public String call() {
			return "echo";
		}

	}

}
