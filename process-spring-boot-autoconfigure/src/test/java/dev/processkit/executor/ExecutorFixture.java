package dev.processkit.executor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.processkit.Backoff;
import dev.processkit.InstanceState;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.Program;
import dev.processkit.RequestPolicy;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.supervisor.HookSource;
import dev.processkit.supervisor.RequestObserver;
import dev.processkit.supervisor.Supervisor;
import dev.processkit.task.TaskCodec;
import dev.processkit.task.TaskWorkerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Task executors with real workers, of which none must stay behind.
 */
abstract class ExecutorFixture {

	static final String TOKEN = "a token for tests";

	@TempDir
	Path directory;

	final List<ProcessEvent> events = new CopyOnWriteArrayList<>();

	final List<String> output = Collections.synchronizedList(new ArrayList<>());

	Supervisor supervisor;

	private ProcessTaskExecutor executor;

	@BeforeEach
	void create() {
		RuntimeDirectory runtime = RuntimeDirectory.create(this.directory);
		this.supervisor = new Supervisor(8, new JdkProcessLauncher(runtime), List.of(this.events::add),
				(instance, line) -> this.output.add(line), RequestObserver.NONE, HookSource.NONE);
	}

	@AfterEach
	void closeLeavesNothingBehind() {
		List<Long> pids = this.events.stream()
			.filter(ProcessEvent.Launched.class::isInstance)
			.map((event) -> ((ProcessEvent.Launched) event).identity().pid())
			.toList();
		this.executor.shutdownNow();
		this.supervisor.close();
		assertThat(pids).noneMatch((pid) -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
		await().atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("tasks-")));
	}

	ProcessTaskExecutor executor(int instances) {
		return executor(instances, 0, Duration.ZERO, 1000);
	}

	ProcessTaskExecutor executor(int instances, int maxTasks, Duration timeout, int queue) {
		Program program = TaskWorkerFactory.program(new JvmSettings(32L << 20, List.of()), TOKEN, maxTasks,
				TaskWorkerFactory.class, Map.of());
		RestartPolicy restart = new RestartPolicy(RestartPolicy.Mode.ALWAYS,
				new Backoff(Duration.ofMillis(100), 2, Duration.ofMillis(500), 0), Duration.ofMillis(1),
				new RestartIntensity(60, Duration.ofSeconds(60)), Set.of(0), RestartPolicy.GiveUp.FAIL_PROCESS);
		ProcessDefinition definition = ProcessDefinition.of("tasks", program)
			.withInstances(instances)
			.withPolicies((policies) -> policies.withRestart(restart)
				.withRequests(new RequestPolicy(1, queue, Duration.ZERO)));
		TaskCodec codec = new TaskCodec(TOKEN, getClass().getClassLoader(), null);
		this.executor = new ProcessTaskExecutor(this.supervisor, definition, codec, timeout, () -> null);
		return this.executor;
	}

	/** The pool is what it was. */
	void awaitStrength(int instances) {
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.supervisor.find("tasks").instances()).hasSize(instances)
				.allMatch((instance) -> instance.state() == InstanceState.READY));
	}

	void awaitPrinted(String line) {
		await().atMost(Duration.ofSeconds(30)).until(() -> this.output.contains(line));
	}

	static <T> T get(java.util.concurrent.Future<T> future) throws Exception {
		return future.get(60, TimeUnit.SECONDS);
	}

	/** Nothing that the tests below do may capture the test itself. */
	static void block(Duration time) throws InterruptedException {
		new java.util.concurrent.CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Lets a task go on when the test wants it to. */
	static void blockUntilThereIs(String file) throws InterruptedException {
		while (!Files.exists(Path.of(file))) {
			block(Duration.ofMillis(20));
		}
	}

}
