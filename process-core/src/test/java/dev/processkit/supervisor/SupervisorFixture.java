package dev.processkit.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.processkit.Backoff;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessHook;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.RequestFailedException;
import dev.processkit.RestartIntensity;
import dev.processkit.RestartPolicy;
import dev.processkit.RestartPolicy.GiveUp;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.StopPolicy;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A supervisor with real processes, of which it must leave none behind.
 */
abstract class SupervisorFixture {

	static final RestartPolicy QUICK = new RestartPolicy(Mode.ALWAYS,
			new Backoff(Duration.ofMillis(10), 1, Duration.ofMillis(10), 0), Duration.ofSeconds(10),
			new RestartIntensity(3, Duration.ofSeconds(60)), Set.of(0), GiveUp.FAIL_PROCESS);

	static final RestartPolicy UNTIRING = new RestartPolicy(Mode.ALWAYS,
			new Backoff(Duration.ofMillis(1), 1, Duration.ofMillis(1), 0), Duration.ofSeconds(10),
			new RestartIntensity(1000, Duration.ofSeconds(60)), Set.of(0), GiveUp.FAIL_PROCESS);

	/** So long that nothing is killed that would end by itself. */
	static final StopPolicy GENTLE = new StopPolicy(ProcessSignal.TERM, Duration.ofSeconds(60), true);

	@TempDir
	Path directory;

	/** They come on a thread of their own, after the state that they tell of is seen. */
	final List<ProcessEvent> events = new CopyOnWriteArrayList<>();

	final Map<String, ProcessHook> hooks = new ConcurrentHashMap<>();

	RuntimeDirectory runtimeDirectory;

	Supervisor supervisor;

	@BeforeEach
	void create() {
		this.runtimeDirectory = RuntimeDirectory.create(this.directory);
		this.supervisor = new Supervisor(8, new JdkProcessLauncher(this.runtimeDirectory), List.of(this.events::add),
				(instance, line) -> {
				}, RequestObserver.NONE, (name) -> Objects.requireNonNull(this.hooks.get(name)));
	}

	@AfterEach
	void closeLeavesNothingBehind() throws IOException {
		this.supervisor.close();
		assertThat(Strays.withMark(this.runtimeDirectory.token())).isEmpty();
		assertThat(this.runtimeDirectory.path()).doesNotExist();
	}

	void start(ProcessDefinition... definitions) throws Exception {
		this.supervisor.add(List.of(definitions), "test").get(90, TimeUnit.SECONDS);
	}

	/** Once it returns, the status knows them. */
	CompletableFuture<Void> add(ProcessDefinition... definitions) throws Exception {
		CompletableFuture<Void> added = this.supervisor.add(List.of(definitions), "test");
		this.supervisor.decided().get(30, TimeUnit.SECONDS);
		return added;
	}

	String send(String process, String message) throws Exception {
		try {
			return request(process, message).get(90, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

	CompletableFuture<String> request(String process, String message) {
		CompletableFuture<String> future = new CompletableFuture<>();
		Dispatcher.Route route = this.supervisor.dispatcher().route(process, Duration.ofMinutes(5), () -> {
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

	InstanceState state(String process) {
		return this.supervisor.find(process).state();
	}

	InstanceStatus instance(String id) {
		return this.supervisor.status()
			.processes()
			.stream()
			.flatMap((process) -> process.instances().stream())
			.filter((instance) -> instance.id().toString().equals(id))
			.findFirst()
			.orElseThrow();
	}

	long pid(String id) {
		ProcessIdentity identity = instance(id).identity();
		return (identity != null) ? identity.pid() : -1;
	}

	/** The pid is looked at first: a state that is seen later is of no process before. */
	boolean isReplaced(String id, long pid, InstanceState state) {
		long now = pid(id);
		return now > 0 && now != pid && instance(id).state() == state;
	}

	void awaitReplaced(String id, long pid, InstanceState state) {
		await().until(() -> isReplaced(id, pid, state));
	}

	/** What a process prints may be seen before the status knows of it. */
	void awaitProcesses(String process) {
		await().until(
				() -> this.supervisor.find(process).instances().stream().noneMatch((each) -> each.identity() == null));
	}

	static ProcessDefinition sleeper(String name) {
		return command(name, new Program.Command(List.of("sleep", "1000")));
	}

	static ProcessDefinition shell(String name, String script) {
		return command(name, new Program.Command(List.of("sh", "-c", script)));
	}

	static ProcessDefinition command(String name, Program.Command command) {
		return ProcessDefinition.of(name, command).withPolicies((policies) -> policies.withStop(GENTLE));
	}

	static ProcessDefinition ready(ProcessDefinition definition) {
		return definition.withPolicies((policies) -> policies.withReadiness(
				new Readiness(new Readiness.Probe.LogLine(Pattern.compile("^ready$")), Duration.ofSeconds(60))));
	}

	static ProcessDefinition worker(String name, Class<?> type) {
		return ProcessDefinition.of(name, Program.Worker.of(type.getName()))
			.withPolicies((policies) -> policies.withRestart(QUICK).withStop(GENTLE));
	}

	/** Backs off for longer than any test takes. */
	static RestartPolicy slowly() {
		return new RestartPolicy(Mode.ALWAYS, new Backoff(Duration.ofMinutes(1), 1, Duration.ofMinutes(1), 0),
				QUICK.resetAfter(), QUICK.intensity(), QUICK.expectedExitCodes(), QUICK.onGiveUp());
	}

	static RestartPolicy mode(Mode mode) {
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
