package dev.processkit.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;
import dev.processkit.supervisor.RoundWorkers.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Pauses that outlive the process that was told of them.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SupervisedPauseTests extends RoundFixture {

	@Test
	void looperThatIsKilledWhilePausedIsPausedAgainWithoutOneLoop() throws Exception {
		start(looping("counter", Counter.class, Duration.ZERO));
		pause("counter");
		awaitActivity("counter-0", "paused");
		killAndAwaitPaused("counter-0");
		awaitActivity("counter-0", "paused");
		assertThat(act("counter", "loops", null)).as("loops of the new process").isEqualTo("0");
		assertThat(instance("counter-0").reason()).isEqualTo("still paused (test): the worker says so");
		this.supervisor.resume("counter", "test").get(30, TimeUnit.SECONDS);
		awaitActivity("counter-0", "looping");
		await().atMost(PATIENCE).until(() -> !act("counter", "loops", null).equals("0"));
	}

	@Test
	void requestsWaitUntilSomebodyResumesTheReplacement() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("echo", Echo.class));
		pause("echo");
		killAndAwaitPaused("echo-0");
		CompletableFuture<String> waiting = request("echo", "later");
		killAndAwaitPaused("echo-0");
		assertThat(states()).as("of the replacements").doesNotContain(InstanceState.READY);
		assertThat(waiting).isNotDone();
		this.supervisor.resume("echo", "test").get(30, TimeUnit.SECONDS);
		assertThat(waiting.get(90, TimeUnit.SECONDS)).isEqualTo("later");
	}

	@Test
	void renewalKeepsThePauseAndARestartEndsIt() throws Exception {
		start(looping("counter", Counter.class, Duration.ZERO));
		pause("counter");
		long pid = pid("counter-0");
		this.supervisor.renew("counter", "its time").get(30, TimeUnit.SECONDS);
		assertThat(state("counter")).isEqualTo(InstanceState.PAUSED);
		assertThat(pid("counter-0")).isNotEqualTo(pid);
		awaitActivity("counter-0", "paused");
		this.supervisor.restart("counter", "test").get(30, TimeUnit.SECONDS);
		assertThat(state("counter")).isEqualTo(InstanceState.READY);
		awaitActivity("counter-0", "looping");
	}

	@Test
	void renewalLeavesDownWhatIsStopped() throws Exception {
		start(sleeper("nap").withInstances(2));
		this.supervisor.stop("nap-0", "test").get(30, TimeUnit.SECONDS);
		long pid = pid("nap-1");
		this.supervisor.renew("nap", "its time").get(30, TimeUnit.SECONDS);
		assertThat(instance("nap-0").state()).isEqualTo(InstanceState.STOPPED);
		assertThat(instance("nap-1").state()).isEqualTo(InstanceState.READY);
		assertThat(pid("nap-1")).isNotEqualTo(pid);
	}

	private void pause(String process) throws Exception {
		this.supervisor.pause(process, "test").get(30, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> states().contains(InstanceState.PAUSED));
		this.events.clear();
	}

	private void killAndAwaitPaused(String id) {
		long pid = pid(id);
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		awaitReplaced(id, pid, InstanceState.PAUSED);
	}

	private List<InstanceState> states() {
		return List.copyOf(this.events)
			.stream()
			.filter(ProcessEvent.StateChanged.class::isInstance)
			.map((event) -> ((ProcessEvent.StateChanged) event).to())
			.toList();
	}

}
