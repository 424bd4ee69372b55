package dev.processkit.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.processkit.Backoff;
import dev.processkit.Heartbeat;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessException;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.RequestFailedException;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import dev.processkit.RestartPolicy.GiveUp;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.StopPolicy;
import dev.processkit.UnknownProcessException;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The supervisor with real processes: each way to end, and what the policy makes of it.
 */
@EnabledOnOs(OS.LINUX)
class SupervisorIntegrationTests {

	private static final RestartPolicy QUICK = new RestartPolicy(Mode.ALWAYS,
			new Backoff(Duration.ofMillis(10), 1, Duration.ofMillis(10), 0), Duration.ofSeconds(10),
			new RestartIntensity(3, Duration.ofSeconds(60)), Set.of(0), GiveUp.FAIL_PROCESS);

	@TempDir
	private Path directory;

	private final List<ProcessEvent> events = Collections.synchronizedList(new ArrayList<>());

	private RuntimeDirectory runtimeDirectory;

	private Supervisor supervisor;

	@BeforeEach
	void create() {
		this.runtimeDirectory = RuntimeDirectory.create(this.directory);
		this.supervisor = new Supervisor(8, new JdkProcessLauncher(this.runtimeDirectory), List.of(this.events::add),
				(instance, line) -> {
				}, RequestObserver.NONE);
	}

	@AfterEach
	void closeLeavesNothingBehind() throws IOException {
		this.supervisor.close();
		assertThat(Strays.withMark(this.runtimeDirectory.token())).isEmpty();
		assertThat(this.runtimeDirectory.path()).doesNotExist();
	}

	@Test
	void workerAnswersAndFailuresOfItsHandlerDoNotHurtIt() throws Exception {
		start(worker("echo", Echo.class));
		long pid = pid("echo-0");
		assertThat(send("echo", "hello")).isEqualTo("hello");
		assertThatThrownBy(() -> send("echo", "throw")).isInstanceOf(RequestFailedException.class)
			.hasMessageContaining("on request");
		assertThat(send("echo", "again")).isEqualTo("again");
		assertThat(pid("echo-0")).isEqualTo(pid);
	}

	@Test
	void killedWorkerFailsItsRequestAndIsReplaced() throws Exception {
		start(worker("echo", Echo.class));
		long pid = pid("echo-0");
		CompletableFuture<String> stuck = request("echo", "hang");
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		assertThatThrownBy(stuck::get).cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(RequestFailedException.Kind.WORKER_EXITED));
		assertThat(send("echo", "back")).isEqualTo("back");
		assertThat(pid("echo-0")).isNotEqualTo(pid);
		InstanceStatus status = instance("echo-0");
		assertThat(status.restarts()).isOne();
		assertThat(status.lastExit()).isNotNull();
		assertThat(status.lastExit().signal()).isEqualTo(ProcessSignal.KILL);
	}

	@Test
	void suspendedWorkerIsKilledAndReplacedAfterItsHeartbeatTimeout() throws Exception {
		start(worker("echo", Echo.class).withPolicies(
				(policies) -> policies.withHeartbeat(new Heartbeat(Duration.ofMillis(100), Duration.ofMillis(700)))));
		long pid = pid("echo-0");
		this.supervisor.signal("echo", ProcessSignal.STOP).get(5, TimeUnit.SECONDS);
		await().until(() -> instance("echo-0").state() == InstanceState.READY && pid("echo-0") != pid);
		assertThat(instance("echo-0").lastExitReason()).startsWith("no heartbeat for ");
		assertThat(ProcessHandle.of(pid)).isEmpty();
	}

	@Test
	void exitZeroCompletesUnderOnFailureAndRestartsUnderAlways() throws Exception {
		start(shell("once", "exit 0").withPolicies((policies) -> policies.withRestart(mode(Mode.ON_FAILURE))));
		await().until(() -> state("once") == InstanceState.COMPLETED);
		assertThat(this.supervisor.find("once").reason()).isEqualTo("exited with code 0");
		this.supervisor.add(List.of(shell("loop", "exit 0").withPolicies((policies) -> policies.withRestart(QUICK))),
				"test");
		await().until(() -> state("loop") == InstanceState.FAILED);
	}

	@Test
	void crashLoopIsGivenUpWithItsReason() {
		CompletableFuture<Void> started = this.supervisor
			.add(List.of(shell("crash", "exit 3").withPolicies((policies) -> policies.withRestart(QUICK)
				.withReadiness(
						new Readiness(new Readiness.Probe.LogLine(Pattern.compile("never")), Duration.ofSeconds(10))))),
					"test");
		assertThatThrownBy(() -> started.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.cause()
			.isInstanceOf(ProcessException.class)
			.hasMessageContaining("FAILED: exited with code 3; 4 restarts within 1m are too many");
		assertThat(this.events).filteredOn(ProcessEvent.Exited.class::isInstance).hasSize(4);
		assertThat(this.events).last().isInstanceOf(ProcessEvent.GaveUp.class);
		assertThat(instance("crash-0").restarts()).isEqualTo(3);
	}

	@Test
	void failedProcessStartsOnlyByAnOperator() throws Exception {
		Path marker = this.directory.resolve("fixed");
		start(shell("flaky", "test -e " + marker + " && exec sleep 100; exit 1")
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().until(() -> state("flaky") == InstanceState.FAILED);
		Files.createFile(marker);
		this.supervisor.start("flaky", "an operator").get(10, TimeUnit.SECONDS);
		assertThat(state("flaky")).isEqualTo(InstanceState.READY);
		assertThat(instance("flaky-0").restarts()).isZero();
	}

	@Test
	void stopThatIsIgnoredEndsInAKillAfterTheGracePeriod() throws Exception {
		start(ready(shell("deaf", "trap '' TERM; echo ready; while :; do sleep 1; done")).withPolicies(
				(policies) -> policies.withStop(new StopPolicy(ProcessSignal.TERM, Duration.ofMillis(300), true))));
		this.supervisor.stop("deaf", "test").get(10, TimeUnit.SECONDS);
		InstanceStatus status = instance("deaf-0");
		assertThat(status.state()).isEqualTo(InstanceState.STOPPED);
		assertThat(status.reason()).isEqualTo("did not end within 300ms, killed: test");
		assertThat(status.lastExit().signal()).isEqualTo(ProcessSignal.KILL);
	}

	@Test
	void grandchildrenOfACrashedChildAreKilledWhenItIsReplaced() throws Exception {
		start(ready(shell("tree",
				"sleep 1000 & setsid sleep 1000 & (setsid sh -c 'sleep 1000 & wait' &) ; echo ready; wait")));
		await().until(() -> Strays.withMark(this.runtimeDirectory.token()).size() >= 5);
		List<Long> before = Strays.withMark(this.runtimeDirectory.token());
		this.supervisor.signal("tree", ProcessSignal.KILL).get(5, TimeUnit.SECONDS);
		await().until(() -> instance("tree-0").restarts() == 1 && state("tree") == InstanceState.READY);
		await().until(() -> Collections.disjoint(before, Strays.withMark(this.runtimeDirectory.token())));
		assertThat(instance("tree-0").lastExit().leftovers()).isTrue();
	}

	@Test
	void notReadyInTimeIsKilledAndJudgedAsAFailure() {
		CompletableFuture<Void> started = this.supervisor.add(
				List.of(shell("slow", "sleep 1000").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))
					.withReadiness(new Readiness(new Readiness.Probe.Tcp("127.0.0.1", 1), Duration.ofMillis(200))))),
				"test");
		assertThatThrownBy(() -> started.get(20, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("not ready within 200ms");
	}

	@Test
	void fileProbeWaitsForTheFile() throws Exception {
		Path file = this.directory.resolve("ready.txt");
		Files.createFile(file);
		start(shell("filed", "sleep 0.2; touch " + file + "; exec sleep 1000").withPolicies((policies) -> policies
			.withReadiness(new Readiness(new Readiness.Probe.File(file), Duration.ofSeconds(10)))));
		assertThat(file).exists();
		assertThat(state("filed")).isEqualTo(InstanceState.READY);
	}

	@Test
	void missingExecutableIsNamed() {
		CompletableFuture<Void> started = this.supervisor
			.add(List.of(ProcessDefinition.of("typo", new Program.Command(List.of("no-such-program", "x")))
				.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER)))), "test");
		assertThatThrownBy(() -> started.get(20, TimeUnit.SECONDS)).cause().hasMessageContaining("no-such-program");
	}

	@Test
	void missingWorkerClassIsNamed() {
		CompletableFuture<Void> started = this.supervisor
			.add(List.of(ProcessDefinition.of("typo", Program.Worker.of("com.acme.NoSuchWorker"))
				.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER)))), "test");
		assertThatThrownBy(() -> started.get(20, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("com.acme.NoSuchWorker");
	}

	@Test
	void oneMoreThanMaxProcessesIsRefusedAndNothingIsLost() throws Exception {
		start(sleeper("eight").withInstances(8));
		assertThatThrownBy(() -> start(sleeper("ninth"))).cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("8 of at most 8 processes are in use");
		assertThat(this.supervisor.find("ninth")).isNull();
		assertThat(this.supervisor.status().live()).isEqualTo(8);
		this.supervisor.scale("eight", 2, "test").get(5, TimeUnit.SECONDS);
		await().until(() -> this.supervisor.status().live() == 2);
		start(sleeper("ninth"));
	}

	@Test
	void restartGivesANewProcessAndIsNotCounted() throws Exception {
		start(sleeper("job"));
		long pid = pid("job-0");
		this.supervisor.restart("job", "test").get(10, TimeUnit.SECONDS);
		assertThat(pid("job-0")).isNotEqualTo(pid);
		assertThat(instance("job-0").restarts()).isZero();
	}

	@Test
	void stopByPidAndStartAgain() throws Exception {
		start(sleeper("job"));
		ProcessStatus down = this.supervisor.kill(Long.toString(pid("job-0")), ProcessSignal.INT, "test")
			.get(10, TimeUnit.SECONDS);
		assertThat(down.state()).isEqualTo(InstanceState.STOPPED);
		assertThat(this.supervisor.start("job", "test").get(10, TimeUnit.SECONDS).state())
			.isEqualTo(InstanceState.READY);
	}

	@Test
	void foreignPidIsUnknown() {
		long own = ProcessHandle.current().pid();
		assertThatThrownBy(() -> this.supervisor.kill(Long.toString(own), ProcessSignal.KILL, "test").get()).cause()
			.isInstanceOf(UnknownProcessException.class);
	}

	@Test
	void pausedWorkerGetsNoRequestsUntilItIsResumed() throws Exception {
		start(worker("echo", Echo.class));
		this.supervisor.pause("echo", "test").get(5, TimeUnit.SECONDS);
		CompletableFuture<String> waiting = request("echo", "later");
		assertThat(state("echo")).isEqualTo(InstanceState.PAUSED);
		assertThat(waiting).isNotDone();
		this.supervisor.resume("echo", "test").get(5, TimeUnit.SECONDS);
		assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("later");
	}

	@Test
	void pauseOfACommandIsRefused() throws Exception {
		start(sleeper("job"));
		assertThatThrownBy(() -> this.supervisor.pause("job", "test").get()).cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("only workers can be paused");
	}

	@Test
	void workerThatReturnsIsJudgedByItsPolicy() throws Exception {
		start(worker("once", Once.class).withPolicies((policies) -> policies.withRestart(mode(Mode.ON_FAILURE))));
		await().until(() -> state("once") == InstanceState.COMPLETED);
		assertThat(this.supervisor.tail("once")).containsExactly("worked");
	}

	@Test
	void requestsShareTheInstances() throws Exception {
		start(worker("echo", Echo.class).withInstances(2));
		CompletableFuture<String> stuck = request("echo", "hang");
		for (int i = 0; i < 20; i++) {
			assertThat(send("echo", "m" + i)).isEqualTo("m" + i);
		}
		assertThat(stuck).isNotDone();
		assertThat(this.supervisor.find("echo").instances()).extracting(InstanceStatus::busy)
			.containsExactlyInAnyOrder(0, 1);
	}

	@Test
	void awaitAllWaitsForWhatEndsByItself() throws Exception {
		start(shell("short", "sleep 0.3").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		assertThat(this.supervisor.awaitAll(Duration.ofMillis(1))).isFalse();
		assertThat(this.supervisor.awaitAll(Duration.ofSeconds(20))).isTrue();
	}

	private void start(ProcessDefinition... definitions) throws Exception {
		this.supervisor.add(List.of(definitions), "test").get(30, TimeUnit.SECONDS);
	}

	private String send(String process, String message) throws Exception {
		try {
			return request(process, message).get(30, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

	private CompletableFuture<String> request(String process, String message) {
		CompletableFuture<String> future = new CompletableFuture<>();
		Dispatcher.Route route = this.supervisor.dispatcher().route(process, Duration.ofSeconds(20), () -> {
		});
		route.dispatch(message.getBytes(StandardCharsets.UTF_8), new Dispatcher.ReplyCallback() {

			@Override
			public void onReply(byte @Nullable [] reply) {
				future.complete(new String(reply, StandardCharsets.UTF_8));
			}

			@Override
			public void onFailure(RequestFailedException failure) {
				future.completeExceptionally(failure);
			}

		});
		route.flush();
		return future;
	}

	private InstanceState state(String process) {
		return this.supervisor.find(process).state();
	}

	private InstanceStatus instance(String id) {
		return this.supervisor.status()
			.processes()
			.stream()
			.flatMap((process) -> process.instances().stream())
			.filter((instance) -> instance.id().toString().equals(id))
			.findFirst()
			.orElseThrow();
	}

	private long pid(String id) {
		ProcessIdentity identity = instance(id).identity();
		return (identity != null) ? identity.pid() : -1;
	}

	private static ProcessDefinition sleeper(String name) {
		return ProcessDefinition.of(name, new Program.Command(List.of("sleep", "1000")));
	}

	private static ProcessDefinition shell(String name, String script) {
		return ProcessDefinition.of(name, new Program.Command(List.of("sh", "-c", script)));
	}

	private static ProcessDefinition ready(ProcessDefinition definition) {
		return definition.withPolicies((policies) -> policies.withReadiness(
				new Readiness(new Readiness.Probe.LogLine(Pattern.compile("^ready$")), Duration.ofSeconds(10))));
	}

	private static ProcessDefinition worker(String name, Class<?> type) {
		return ProcessDefinition.of(name, Program.Worker.of(type.getName()))
			.withPolicies((policies) -> policies.withRestart(QUICK));
	}

	private static RestartPolicy mode(Mode mode) {
		return new RestartPolicy(mode, QUICK.backoff(), QUICK.resetAfter(), QUICK.intensity(),
				QUICK.expectedExitCodes(), QUICK.onGiveUp());
	}

	/** Answers with what it is asked. */
	public static class Echo implements MessageHandler {

		@Override
		public String handle(String message, WorkerContext context) throws Exception {
			if (message.equals("throw")) {
				throw new IllegalStateException("thrown on request");
			}
			while (message.equals("hang") && context.running()) {
				context.sleep(Duration.ofSeconds(1));
			}
			return message;
		}

	}

	/** Works once. */
	public static class Once implements Worker {

		@Override
		public void run(WorkerContext context) {
			System.out.println("worked");
		}

	}

}
