package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.processkit.InstanceState;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.StopPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Every future that the supervisor gives out completes, whatever happens meanwhile.
 */
@EnabledOnOs(OS.LINUX)
class SupervisorFuturesTests extends SupervisorFixture {

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

	@Test
	void whatIsAskedOfAClosedSupervisorFails() {
		this.supervisor.close();
		for (CompletableFuture<?> late : List.of(this.supervisor.add(List.of(sleeper("late")), "test"),
				this.supervisor.start("late", "test"), this.supervisor.stopAll("test"))) {
			assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS)).cause()
				.isInstanceOf(ProcessException.class)
				.hasMessage("The supervisor is closed");
		}
	}

	@Test
	void waitingForEverIsAWayToWait() throws Exception {
		start(shell("job", "exit 0").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))
			.withStop(new StopPolicy(policies.stop().signal(), FOR_EVER, true))));
		assertThat(this.supervisor.awaitAll(FOR_EVER)).isTrue();
		start(sleeper("other")
			.withPolicies((policies) -> policies.withStop(new StopPolicy(policies.stop().signal(), FOR_EVER, true))));
		this.supervisor.stop("other", "test").get(30, TimeUnit.SECONDS);
	}

	@Test
	void stopOfWhatIsStartedAgainMeanwhileFails() throws Exception {
		Path both = this.directory.resolve("both");
		start(ready(shell("slow", "trap 'until test -e " + both
				+ "; do sleep 0.05; done; exit 0' TERM; echo ready; while :; do sleep 0.05; done")));
		CompletableFuture<ProcessStatus> stopped = this.supervisor.stop("slow", "test");
		CompletableFuture<ProcessStatus> started = this.supervisor.start("slow", "test");
		Files.createFile(both);
		assertThatThrownBy(() -> stopped.get(30, TimeUnit.SECONDS)).cause().hasMessageContaining("will start again");
		assertThat(started.get(30, TimeUnit.SECONDS).state()).isEqualTo(InstanceState.READY);
	}

	@Test
	void scaleDownCompletesOnceTheOthersAreGone() throws Exception {
		start(sleeper("three").withInstances(3));
		ProcessStatus scaled = this.supervisor.scale("three", 1, "test").get(30, TimeUnit.SECONDS);
		assertThat(scaled.instances()).hasSize(1);
	}

	@Test
	void scaleDownTellsOfTheStopOfWhatBacksOff() throws Exception {
		start(sleeper("two"));
		add(shell("loop", "exit 1").withInstances(2).withPolicies((policies) -> policies.withRestart(slowly())));
		await().until(() -> this.supervisor.find("loop")
			.instances()
			.stream()
			.allMatch((instance) -> instance.state() == InstanceState.BACKING_OFF));
		this.supervisor.scale("loop", 1, "test");
		await().untilAsserted(() -> assertThat(List.copyOf(this.events))
			.anyMatch((event) -> event instanceof ProcessEvent.StateChanged change
					&& change.instance().toString().equals("loop-1") && change.to() == InstanceState.STOPPED));
	}

	@Test
	void workerWhoseChannelCannotBeOpenedIsKilledAndNamesTheCause() {
		Program.Worker program = new Program.Worker(SupervisorFixture.Echo.class.getName(),
				Map.of("big", "x".repeat(17 << 20)), JvmSettings.DEFAULT, true, "", "", Map.of());
		CompletableFuture<Void> started = this.supervisor.add(List.of(ProcessDefinition.of("echo", program)
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER)))), "test");
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("control channel could not be opened");
	}

	@Test
	void workerWithAProbeIsReadyByItsProbeOnly() {
		CompletableFuture<Void> started = this.supervisor
			.add(List.of(worker("echo", Echo.class).withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))
				.withReadiness(
						new Readiness(new Readiness.Probe.LogLine(Pattern.compile("never")), Duration.ofSeconds(2))))),
					"test");
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause().hasMessageContaining("not ready within 2s");
	}

	@Test
	void tailBelongsToTheDefinitionAndNotToTheName() throws Exception {
		start(shell("job", "echo old").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().until(() -> state("job") == InstanceState.COMPLETED);
		start(shell("job", "echo new").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().until(() -> state("job") == InstanceState.COMPLETED);
		assertThat(this.supervisor.streams().tail("job")).containsExactly("new");
	}

	@Test
	void endedProcessIsKeptWhenItsSuccessorIsRefused() throws Exception {
		start(shell("job", "exit 0").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().until(() -> state("job") == InstanceState.COMPLETED);
		assertThatThrownBy(() -> start(sleeper("job").withInstances(9))).hasMessageContaining("max-processes");
		assertThat(this.supervisor.find("job").state()).isEqualTo(InstanceState.COMPLETED);
		this.supervisor.start("job", "test").get(30, TimeUnit.SECONDS);
	}

	@Test
	void whatIsAddedWhileItClosesDoesNotSurvive() throws Exception {
		Thread adding = new Thread(() -> {
			for (int i = 0; i < 200; i++) {
				this.supervisor.add(List.of(sleeper("late-" + i)), "test");
			}
		});
		adding.start();
		this.supervisor.close();
		adding.join();
	}

}
