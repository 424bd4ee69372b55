package dev.processkit.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessPolicies;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.StopPolicy;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A launcher in a directory of its own, and the assertion that it leaves nothing behind.
 */
final class LaunchFixture implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	final RuntimeDirectory directory;

	final JdkProcessLauncher launcher;

	final Queue<String> lines = new ConcurrentLinkedQueue<>();

	private int launches;

	LaunchFixture(Path base) {
		this(base, PlatformSupport.current());
	}

	LaunchFixture(Path base, PlatformSupport platform) {
		this.directory = RuntimeDirectory.create(base);
		this.launcher = new JdkProcessLauncher(this.directory, platform, EchoWorker.class.getName(),
				ClassArchiveSettings.OFF, System.getProperty("java.class.path"), JvmCommand.jdk());
	}

	LaunchedProcess launch(String... argv) {
		return launch(UnaryOperator.identity(), argv);
	}

	LaunchedProcess launch(UnaryOperator<ProcessPolicies> policies, String... argv) {
		return launch(ProcessDefinition.of("test", new Program.Command(List.of(argv))).withPolicies(policies));
	}

	LaunchedProcess launch(ProcessDefinition definition) {
		return this.launcher.launch(nextId(), definition, this.lines::add);
	}

	InstanceId nextId() {
		return new InstanceId("test", this.launches++);
	}

	/** Launch and wait until it has printed a line, which tests use for "I am set up". */
	LaunchedProcess launchAndAwait(String line, String... argv) {
		LaunchedProcess process = launch(argv);
		awaitLine(line);
		return process;
	}

	void awaitLine(String line) {
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> this.lines.contains(line));
	}

	/** Wait for a line {@code <key> <number>} and return the number. */
	long awaitNumber(String key) {
		return await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.lines.stream()
				.filter((line) -> line.startsWith(key + " "))
				.map((line) -> Long.parseLong(line.substring(key.length() + 1)))
				.findFirst()
				.orElse(0L), (number) -> number > 0);
	}

	static ProcessExit exitOf(LaunchedProcess process) throws Exception {
		return process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	static UnaryOperator<ProcessPolicies> leaderOnly() {
		return (policies) -> policies.withStop(new StopPolicy(ProcessSignal.TERM, Duration.ofSeconds(1), false));
	}

	static UnaryOperator<ProcessPolicies> log(LogPolicy.To to, @Nullable Path file) {
		return (policies) -> policies.withLog(new LogPolicy(to, file, 10));
	}

	static boolean isRunning(long pid) {
		ProcessTable.Row row = ProcessTable.row(pid);
		return row != null && !row.zombie();
	}

	List<Long> marked() {
		return EnvironmentMark.find(EnvironmentMark.RUN, Set.of(this.directory.token()), Set.of())
			.getOrDefault(this.directory.token(), List.of());
	}

	@Override
	public void close() {
		this.launcher.close();
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(marked()).isEmpty());
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(guardians()).isEmpty());
		assertThat(Files.exists(this.directory.path())).isFalse();
	}

	List<Long> guardians() {
		return ProcessHandle.allProcesses()
			.filter((handle) -> handle.info()
				.arguments()
				.filter((arguments) -> List.of(arguments).contains("processkit-guardian")
						&& List.of(arguments).contains(this.directory.token()))
				.isPresent())
			.map(ProcessHandle::pid)
			.toList();
	}

}
