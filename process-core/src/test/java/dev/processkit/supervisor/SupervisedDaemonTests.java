package dev.processkit.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.LoopPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.WorkerActivity;
import dev.processkit.launch.ClassArchiveSettings;
import dev.processkit.launch.DaemonDirectory;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers that outlive the application, of which each supervisor here is a run.
 */
class SupervisedDaemonTests extends SupervisorFixture {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private JdkProcessLauncher launcher;

	@Override
	@BeforeEach
	void create() {
		this.runtimeDirectory = RuntimeDirectory.create(this.directory.resolve("runs"));
		this.launcher = new JdkProcessLauncher(this.runtimeDirectory, ClassArchiveSettings.OFF, Map.of(),
				DaemonDirectory.of(this.runtimeDirectory, this.directory.resolve("daemons"), ""));
		this.supervisor = new Supervisor(8, this.launcher, List.of(this.events::add), (instance, line) -> {
		}, RequestObserver.NONE, HookSource.NONE);
	}

	@Override
	@AfterEach
	void closeLeavesNothingBehind() throws IOException {
		this.supervisor.close();
		create();
		this.launcher.retainDaemons(List.of());
		super.closeLeavesNothingBehind();
		try (var left = Files.list(this.directory.resolve("daemons"))) {
			assertThat(left).extracting((path) -> path.getFileName().toString()).containsExactly("lock");
		}
	}

	@Test
	void workerIsAdoptedAndAnswersTheNextApplication() throws Exception {
		start(daemon("echo", Echo.class));
		long pid = pid("echo-0");
		assertThat(send("echo", "one")).isEqualTo("one");
		for (int run = 0; run < 3; run++) {
			nextRun();
			start(daemon("echo", Echo.class));
			assertThat(pid("echo-0")).isEqualTo(pid);
			assertThat(instance("echo-0").restarts()).isZero();
			assertThat(send("echo", "again")).isEqualTo("again");
		}
	}

	@Test
	void answerThatWasMeantForAnotherApplicationReachesNobody() throws Exception {
		start(daemon("slow", Slow.class));
		Path gate = this.directory.resolve("gate");
		CompletableFuture<String> lost = request("slow", "wait " + gate);
		await().atMost(PATIENCE).until(() -> Files.exists(Path.of(gate + ".entered")));
		nextRun();
		assertThat(lost).isCompletedExceptionally();
		start(daemon("slow", Slow.class));
		CompletableFuture<String> own = request("slow", "wait " + this.directory.resolve("other"));
		Files.createFile(gate);
		await().atMost(PATIENCE).until(() -> Files.exists(Path.of(gate + ".done")));
		await().atMost(PATIENCE).until(() -> Files.exists(this.directory.resolve("other.entered")));
		assertThat(own).isNotDone();
		Files.createFile(this.directory.resolve("other"));
		assertThat(own.get(30, TimeUnit.SECONDS)).endsWith("other");
	}

	@Test
	void pauseEndsWithTheApplicationThatWantedIt() throws Exception {
		start(daemon("echo", Echo.class));
		this.supervisor.pause("echo", "test").get(30, TimeUnit.SECONDS);
		nextRun();
		start(daemon("echo", Echo.class));
		assertThat(send("echo", "awake")).isEqualTo("awake");
	}

	@Test
	void loopGoesOnWhileThereIsNoApplication() throws Exception {
		Path beats = this.directory.resolve("beats");
		ProcessDefinition definition = looping(beats);
		start(definition);
		nextRun();
		long before = beats(beats);
		await().atMost(PATIENCE).until(() -> beats(beats) > before + 3);
		start(definition);
		await().atMost(PATIENCE).until(() -> {
			WorkerActivity activity = instance("loop-0").activity();
			return activity != null && activity.loops() > before;
		});
	}

	@Test
	void commandThatHasSaidOnceThatItIsReadyNeedNotSayItAgain() throws Exception {
		ProcessDefinition definition = ready(shell("command", "echo ready; exec sleep 1000")).withDaemon(true);
		start(definition);
		long pid = pid("command-0");
		nextRun();
		start(definition);
		assertThat(pid("command-0")).isEqualTo(pid);
	}

	@Test
	void stopEndsItAndItIsLaunchedAnewWhenItIsStarted() throws Exception {
		start(daemon("echo", Echo.class));
		long pid = pid("echo-0");
		nextRun();
		start(daemon("echo", Echo.class));
		this.supervisor.stop("echo", "test").get(30, TimeUnit.SECONDS);
		assertThat(instance("echo-0").lastExit().code()).isZero();
		assertThat(ProcessHandle.of(pid)).isEmpty();
		this.supervisor.start("echo", "test").get(30, TimeUnit.SECONDS);
		assertThat(pid("echo-0")).isNotEqualTo(pid);
		assertThat(send("echo", "new")).isEqualTo("new");
	}

	@Test
	void adoptedOneThatIsKilledIsReplaced() throws Exception {
		start(daemon("echo", Echo.class));
		nextRun();
		start(daemon("echo", Echo.class));
		long pid = pid("echo-0");
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		awaitReplaced("echo-0", pid, InstanceState.READY);
		assertThat(instance("echo-0").lastExit().code()).isEqualTo(137);
		assertThat(send("echo", "new")).isEqualTo("new");
	}

	@Test
	void signalEndsItInAnOrderlyWayWhileItHasNoApplication() throws Exception {
		start(daemon("echo", Echo.class));
		ProcessHandle process = ProcessHandle.of(pid("echo-0")).orElseThrow();
		nextRun();
		process.destroy();
		await().atMost(PATIENCE).until(() -> !process.isAlive());
	}

	@Test
	void othersEndWithTheApplication() throws Exception {
		start(daemon("stays", Echo.class), worker("goes", Echo.class));
		ProcessHandle goes = ProcessHandle.of(pid("goes-0")).orElseThrow();
		ProcessHandle stays = ProcessHandle.of(pid("stays-0")).orElseThrow();
		this.supervisor.stopAll("test").get(30, TimeUnit.SECONDS);
		assertThat(goes.isAlive()).isFalse();
		assertThat(stays.isAlive()).isTrue();
		assertThat(state("stays")).isEqualTo(InstanceState.READY);
	}

	private void nextRun() {
		this.supervisor.close();
		create();
	}

	private static ProcessDefinition daemon(String name, Class<?> type) {
		return worker(name, type).withDaemon(true);
	}

	private static ProcessDefinition looping(Path beats) {
		Program.Worker plain = Program.Worker.of(Beating.class.getName());
		return ProcessDefinition
			.of("loop",
					new Program.Worker(plain.type(), Map.of("beats", beats.toString()), plain.jvm(), true, "", "",
							Map.of()))
			.withPolicies((policies) -> policies.withLoop(new LoopPolicy(Duration.ofMillis(20), Duration.ZERO)))
			.withDaemon(true);
	}

	private static long beats(Path file) throws IOException {
		return Files.exists(file) ? Files.size(file) : 0;
	}

	/** Answers when a file is there. */
	public static class Slow implements MessageHandler {

		@Override
		public String handle(String message, WorkerContext context) throws Exception {
			if (message.startsWith("wait ")) {
				Path gate = Path.of(message.substring(5));
				Files.createFile(Path.of(gate + ".entered"));
				while (!Files.exists(gate) && context.running()) {
					context.sleep(Duration.ofMillis(5));
				}
				Files.createFile(Path.of(gate + ".done"));
			}
			return message;
		}

	}

	/** Writes a byte in each loop. */
	public static class Beating implements LoopingWorker {

		@Override
		public void loop(WorkerContext context) throws Exception {
			Files.writeString(Path.of(context.args().get("beats")), ".", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}

	}

}
