package dev.processkit.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.Heartbeat;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.RequestFailedException;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.worker.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Workers under supervision: requests, heartbeats, pauses and their end.
 */
@EnabledOnOs(OS.LINUX)
class SupervisedWorkerTests extends SupervisorFixture {

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
		this.supervisor.signal("echo", ProcessSignal.STOP).get(30, TimeUnit.SECONDS);
		awaitReplaced("echo-0", pid, InstanceState.READY);
		assertThat(instance("echo-0").lastExitReason()).startsWith("no heartbeat for ");
		assertThat(ProcessHandle.of(pid)).isEmpty();
	}

	@Test
	void workerThatIsTerminatedAsSoonAsItIsReadyStopsInOrder() throws Exception {
		start(worker("echo", Echo.class).withPolicies((policies) -> policies.withRestart(UNTIRING)));
		for (int turn = 1; turn <= 20; turn++) {
			int restarts = turn;
			long pid = pid("echo-0");
			this.supervisor.signal("echo", ProcessSignal.TERM).get(30, TimeUnit.SECONDS);
			await().pollInterval(Duration.ofMillis(1)).until(() -> isReplaced("echo-0", pid, InstanceState.READY));
			assertThat(instance("echo-0").restarts()).isEqualTo(restarts);
			assertThat(instance("echo-0").lastExit()).extracting(ProcessExit::code).isEqualTo(0);
		}
	}

	@Test
	void missingWorkerClassIsNamed() {
		CompletableFuture<Void> started = this.supervisor
			.add(List.of(ProcessDefinition.of("typo", Program.Worker.of("com.acme.NoSuchWorker"))
				.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER)))), "test");
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("com.acme.NoSuchWorker");
	}

	@Test
	void pausedWorkerGetsNoRequestsUntilItIsResumed() throws Exception {
		start(worker("echo", Echo.class));
		this.supervisor.pause("echo", "test").get(30, TimeUnit.SECONDS);
		CompletableFuture<String> waiting = request("echo", "later");
		assertThat(state("echo")).isEqualTo(InstanceState.PAUSED);
		assertThat(waiting).isNotDone();
		this.supervisor.resume("echo", "test").get(30, TimeUnit.SECONDS);
		assertThat(waiting.get(90, TimeUnit.SECONDS)).isEqualTo("later");
	}

	@Test
	void workerThatReturnsIsJudgedByItsPolicy() throws Exception {
		start(worker("once", Once.class).withPolicies((policies) -> policies.withRestart(mode(Mode.ON_FAILURE))));
		await().until(() -> state("once") == InstanceState.COMPLETED);
		assertThat(this.supervisor.streams().tail("once")).containsExactly("worked");
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

}
