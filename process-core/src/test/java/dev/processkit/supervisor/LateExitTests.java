package dev.processkit.supervisor;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.WorkerExitedException;
import dev.processkit.launch.JdkProcessLauncher;
import dev.processkit.launch.LaunchedProcess;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.launch.RuntimeDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A machine so busy that exits are seen long after the channels have closed.
 */
@Timeout(60)
class LateExitTests extends SupervisorFixture {

	private static final Executor LATE = CompletableFuture.delayedExecutor(3, TimeUnit.SECONDS);

	@BeforeEach
	@Override
	void create() {
		this.runtimeDirectory = RuntimeDirectory.create(this.directory);
		this.supervisor = new Supervisor(8, new LateLauncher(new JdkProcessLauncher(this.runtimeDirectory)),
				List.of(this.events::add), (instance, line) -> {
				}, RequestObserver.NONE, (name) -> {
					throw new IllegalStateException(name);
				});
	}

	@Test
	void requestIsToldHowItsWorkerEndedAndSoIsTheInstance() throws Exception {
		start(worker("echo", Echo.class).withPolicies((policies) -> policies.withRestart(slowly())));
		CompletableFuture<String> reply = request("echo", "hang");
		this.supervisor.signal("echo", ProcessSignal.KILL).get(30, TimeUnit.SECONDS);
		assertThat(reply).failsWithin(Duration.ofSeconds(30))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(WorkerExitedException.class,
					(failure) -> assertThat(failure.exit()).extracting(ProcessExit::signal)
						.isEqualTo(ProcessSignal.KILL));
		await().until(() -> state("echo") == InstanceState.BACKING_OFF);
		assertThat(instance("echo-0").reason()).contains("ended by signal KILL");
	}

	/**
	 * Tells of exits when nobody expects it any more.
	 */
	private record LateLauncher(ProcessLauncher launcher) implements ProcessLauncher {

		@Override
		public LaunchedProcess launch(InstanceId instance, ProcessDefinition definition, Consumer<String> output) {
			LaunchedProcess process = this.launcher.launch(instance, definition, output);
			return (LaunchedProcess) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { LaunchedProcess.class }, (proxy, method, arguments) -> {
						if (method.getName().equals("onExit")) {
							return process.onExit().thenApplyAsync((exit) -> exit, LATE);
						}
						return method.invoke(process, arguments);
					});
		}

		@Override
		public void close() {
			this.launcher.close();
		}

	}

}
