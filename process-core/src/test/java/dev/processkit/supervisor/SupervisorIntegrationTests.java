package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import dev.processkit.Backoff;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessException;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.RestartPolicy;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.StopPolicy;
import dev.processkit.UnknownProcessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * The supervisor with real processes: each way to end, and what the policy makes of it.
 */
@EnabledOnOs(OS.LINUX)
class SupervisorIntegrationTests extends SupervisorFixture {

	@Test
	void exitZeroCompletesUnderOnFailureAndRestartsUnderAlways() throws Exception {
		start(shell("once", "exit 0").withPolicies((policies) -> policies.withRestart(mode(Mode.ON_FAILURE))));
		await().until(() -> state("once") == InstanceState.COMPLETED);
		assertThat(this.supervisor.find("once").reason()).isEqualTo("exited with code 0");
		add(shell("loop", "exit 0").withPolicies((policies) -> policies.withRestart(QUICK)));
		await().until(() -> state("loop") == InstanceState.FAILED);
	}

	@Test
	void crashLoopIsGivenUpWithItsReason() {
		CompletableFuture<Void> started = this.supervisor
			.add(List.of(shell("crash", "exit 3").withPolicies((policies) -> policies.withRestart(QUICK)
				.withReadiness(
						new Readiness(new Readiness.Probe.LogLine(Pattern.compile("never")), Duration.ofSeconds(10))))),
					"test");
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
			.cause()
			.isInstanceOf(ProcessException.class)
			.hasMessageContaining("FAILED: exited with code 3; 4 restarts within 1m are too many");
		await().untilAsserted(() -> assertThat(this.events).last().isInstanceOf(ProcessEvent.GaveUp.class));
		assertThat(this.events).filteredOn(ProcessEvent.Exited.class::isInstance).hasSize(4);
		assertThat(instance("crash-0").restarts()).isEqualTo(3);
	}

	@Test
	void failedProcessStartsOnlyByAnOperator() throws Exception {
		Path marker = this.directory.resolve("fixed");
		start(shell("flaky", "test -e " + marker + " && exec sleep 100; exit 1")
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().until(() -> state("flaky") == InstanceState.FAILED);
		Files.createFile(marker);
		this.supervisor.start("flaky", "an operator").get(30, TimeUnit.SECONDS);
		assertThat(state("flaky")).isEqualTo(InstanceState.READY);
		assertThat(instance("flaky-0").restarts()).isZero();
	}

	@Test
	void stopThatIsIgnoredEndsInAKillAfterTheGracePeriod() throws Exception {
		start(ready(shell("deaf", "trap '' TERM; echo ready; while :; do sleep 1; done")).withPolicies(
				(policies) -> policies.withStop(new StopPolicy(ProcessSignal.TERM, Duration.ofMillis(300), true))));
		this.supervisor.stop("deaf", "test").get(30, TimeUnit.SECONDS);
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
		this.supervisor.signal("tree", ProcessSignal.KILL).get(30, TimeUnit.SECONDS);
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
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause()
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
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause().hasMessageContaining("no-such-program");
	}

	@Test
	void launchThatFailsIsTriedAgainAndHarmsNoOther() throws Exception {
		start(sleeper("other"));
		long other = pid("other-0");
		Path late = this.directory.resolve("late");
		CompletableFuture<Void> started = add(command("late", new Program.Command(List.of(late.toString(), "1000")))
			.withPolicies((policies) -> policies.withRestart(patient())));
		await().until(() -> instance("late-0").restarts() >= 2
				&& String.valueOf(instance("late-0").reason()).contains(late + "' does not exist"));
		Files.createSymbolicLink(late, Path.of("/bin/sleep"));
		started.get(30, TimeUnit.SECONDS);
		assertThat(state("late")).isEqualTo(InstanceState.READY);
		Files.delete(late);
		assertThat(pid("other-0")).isEqualTo(other);
		assertThat(instance("other-0").restarts()).isZero();
	}

	/** Backs off for as long as it takes to look at it. */
	private static RestartPolicy patient() {
		return new RestartPolicy(Mode.ALWAYS, new Backoff(Duration.ofMillis(200), 1, Duration.ofMillis(200), 0),
				QUICK.resetAfter(), UNTIRING.intensity(), QUICK.expectedExitCodes(), QUICK.onGiveUp());
	}

	@Test
	void oneMoreThanMaxProcessesIsRefusedAndNothingIsLost() throws Exception {
		start(sleeper("eight").withInstances(8));
		assertThatThrownBy(() -> start(sleeper("ninth"))).cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("8 of at most 8 processes are in use");
		assertThat(this.supervisor.find("ninth")).isNull();
		assertThat(this.supervisor.status().live()).isEqualTo(8);
		this.supervisor.scale("eight", 2, "test").get(30, TimeUnit.SECONDS);
		await().until(() -> this.supervisor.status().live() == 2);
		start(sleeper("ninth"));
	}

	@Test
	void restartGivesANewProcessAndIsNotCounted() throws Exception {
		start(sleeper("job"));
		long pid = pid("job-0");
		this.supervisor.restart("job", "test").get(30, TimeUnit.SECONDS);
		assertThat(pid("job-0")).isNotEqualTo(pid);
		assertThat(instance("job-0").restarts()).isZero();
	}

	@Test
	void stopByPidAndStartAgain() throws Exception {
		start(sleeper("job"));
		ProcessStatus down = this.supervisor.kill(Long.toString(pid("job-0")), ProcessSignal.INT, "test")
			.get(30, TimeUnit.SECONDS);
		assertThat(down.state()).isEqualTo(InstanceState.STOPPED);
		assertThat(this.supervisor.start("job", "test").get(30, TimeUnit.SECONDS).state())
			.isEqualTo(InstanceState.READY);
	}

	@Test
	void foreignPidIsUnknown() {
		long own = ProcessHandle.current().pid();
		assertThatThrownBy(() -> this.supervisor.kill(Long.toString(own), ProcessSignal.KILL, "test").get()).cause()
			.isInstanceOf(UnknownProcessException.class);
	}

	@Test
	void pauseOfACommandIsRefused() throws Exception {
		start(sleeper("job"));
		assertThatThrownBy(() -> this.supervisor.pause("job", "test").get()).cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("is a command without a protocol");
	}

	@Test
	void scaleOfAStoppedProcessLeavesItDown() throws Exception {
		start(sleeper("job"));
		this.supervisor.stop("job", "test").get(30, TimeUnit.SECONDS);
		ProcessStatus scaled = this.supervisor.scale("job", 3, "test").get(30, TimeUnit.SECONDS);
		assertThat(scaled.instances()).hasSize(3).allMatch((instance) -> instance.state() == InstanceState.STOPPED);
		assertThat(this.supervisor.start("job", "test").get(30, TimeUnit.SECONDS).instances())
			.allMatch((instance) -> instance.state() == InstanceState.READY);
	}

	@Test
	void twoProcessesOfOneNameAreRefusedTogether() {
		assertThatThrownBy(() -> start(sleeper("job"), sleeper("job"))).cause()
			.isInstanceOf(IllegalProcessStateException.class)
			.hasMessageContaining("'job'");
		assertThat(this.supervisor.find("job")).isNull();
	}

	@Test
	void awaitAllWaitsForWhatEndsByItself() throws Exception {
		Path gate = this.directory.resolve("gate");
		start(shell("short", "until test -e " + gate + "; do sleep 0.05; done")
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		assertThat(this.supervisor.awaitAll(Duration.ofMillis(1))).isFalse();
		Files.createFile(gate);
		assertThat(this.supervisor.awaitAll(Duration.ofSeconds(30))).isTrue();
	}

}
