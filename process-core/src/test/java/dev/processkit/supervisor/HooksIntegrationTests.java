package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.HookAction;
import dev.processkit.HookPolicy;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessSignal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Hooks as real processes. The fixture sees that nothing of them is left.
 */
class HooksIntegrationTests extends SupervisorFixture {

	private static final Duration LONG = Duration.ofSeconds(90);

	@Test
	void eachMomentIsToldWhatItMustKnow() throws Exception {
		HookAction tell = HookAction.command("sh", "-c",
				"echo $PROCESS_HOOK $PROCESS_NAME $PROCESS_INSTANCE ${PROCESS_PID:-none} ${PROCESS_EXIT_CODE:-none} ${PROCESS_EXIT_SIGNAL:-none} $GREETING >> told");
		start(hooked(new HookPolicy(tell, tell, tell, tell, LONG)));
		long pid = pid("a-0");
		await().atMost(LONG).until(() -> lines().size() == 2);
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		await().atMost(LONG).until(() -> lines().size() == 4);
		assertThat(lines()).containsExactly("before-start a a-0 none none none hello",
				"after-ready a a-0 %d none none hello".formatted(pid),
				"before-stop a a-0 %d none none hello".formatted(pid),
				"after-exit a a-0 %d 143 TERM hello".formatted(pid));
	}

	@Test
	void launchFailsWithTheHookBeforeIt() throws Exception {
		CompletableFuture<Void> added = add(hooked(
				new HookPolicy(HookAction.command("sh", "-c", "echo no such volume; exit 7"), null, null, null, LONG)));
		await().atMost(LONG).until(added::isCompletedExceptionally);
		await().atMost(LONG).until(() -> state("a") == InstanceState.FAILED);
		assertThat(this.supervisor.find("a").reason())
			.startsWith("hook 'before-start' exited with code 7: no such volume");
		assertThat(this.events).noneMatch(ProcessEvent.Launched.class::isInstance);
	}

	@Test
	void hookThatTakesTooLongIsKilledWithItsTree() throws Exception {
		CompletableFuture<Void> added = add(
				hooked(new HookPolicy(HookAction.command("sh", "-c", "sleep 1000 & echo waiting; wait"), null, null,
						null, Duration.ofMillis(500))));
		await().atMost(LONG).until(added::isCompletedExceptionally);
		assertThat(this.supervisor.find("a").reason()).startsWith("hook 'before-start' took longer than 500 ms");
		await().atMost(LONG).untilAsserted(() -> assertThat(Strays.withMark(this.runtimeDirectory.token())).isEmpty());
	}

	@Test
	void hookThatCannotBeRunFailsTheLaunchWithTheReason() throws Exception {
		add(hooked(new HookPolicy(HookAction.command("/no/such/program"), null, null, null, LONG)));
		await().atMost(LONG).until(() -> state("a") == InstanceState.FAILED);
		assertThat(this.supervisor.find("a").reason()).contains("/no/such/program");
	}

	@Test
	void stopDoesNotWaitForTheHookBeforeTheStart() throws Exception {
		add(hooked(new HookPolicy(HookAction.command("sh", "-c", "touch told; sleep 1000"), null, null, null,
				Duration.ofMinutes(10))));
		await().atMost(LONG).until(() -> Files.exists(this.directory.resolve("told")));
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		assertThat(state("a")).isEqualTo(InstanceState.STOPPED);
		assertThat(this.events).noneMatch(ProcessEvent.Launched.class::isInstance);
	}

	@Test
	void othersThatFailDoNoHarm() throws Exception {
		HookAction fail = HookAction.command("sh", "-c", "touch told; exit 1");
		start(hooked(new HookPolicy(null, fail, fail, fail, LONG)));
		await().atMost(LONG).until(() -> Files.exists(this.directory.resolve("told")));
		assertThat(state("a")).isEqualTo(InstanceState.READY);
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		assertThat(instance("a-0").lastExit().signal()).as("the stop signal follows").isEqualTo(ProcessSignal.TERM);
	}

	@Test
	void stopSignalFollowsAHookThatTakesTooLong() throws Exception {
		start(hooked(new HookPolicy(null, null, HookAction.command("sleep", "1000"), null, Duration.ofMillis(500))));
		this.supervisor.stop("a", "test").get(30, TimeUnit.SECONDS);
		assertThat(instance("a-0").lastExit().signal()).as("the stop signal follows").isEqualTo(ProcessSignal.TERM);
	}

	@Test
	void killWaitsForNoHook() throws Exception {
		start(hooked(new HookPolicy(null, null, HookAction.command("touch", "told"), null, LONG)));
		this.supervisor.kill("a", ProcessSignal.KILL, "test").get(30, TimeUnit.SECONDS);
		assertThat(this.directory.resolve("told")).doesNotExist();
	}

	@Test
	void supervisorThatClosesWaitsForWhatFollowsAnExit() throws Exception {
		start(hooked(new HookPolicy(null, null, null,
				HookAction.command("sh", "-c", "sleep 0.3; echo cleaned up > told"), LONG)));
		this.supervisor.close();
		assertThat(lines()).containsExactly("cleaned up");
	}

	private List<String> lines() throws Exception {
		Path told = this.directory.resolve("told");
		return Files.exists(told) ? Files.readAllLines(told) : List.of();
	}

	private ProcessDefinition hooked(HookPolicy hooks) {
		ProcessDefinition plain = sleeper("a");
		return new ProcessDefinition("a", plain.program(), 1, Map.of("GREETING", "hello"), this.directory,
				plain.policies().withRestart(QUICK).withHooks(hooks), List.of(), null);
	}

}
