package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.RequestFailedException;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.supervisor.RoundWorkers.Broken;
import dev.processkit.supervisor.RoundWorkers.Counter;
import dev.processkit.supervisor.RoundWorkers.Gated;
import dev.processkit.supervisor.RoundWorkers.Slow;
import dev.processkit.supervisor.RoundWorkers.Torn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Looping workers under supervision: pace, pause, signals, actions and their end.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SupervisedRoundsTests extends RoundFixture {

	private static final Duration HOUR = Duration.ofHours(1);

	@Test
	void loopsAtAFractionOfASecondAndSpinsDownOnStop() throws Exception {
		start(looping("counter", Counter.class, Duration.ofMillis(5)));
		await().atMost(PATIENCE).until(() -> activity("counter-0").loops() >= 50);
		assertThat(activity("counter-0").state()).isEqualTo("looping");
		assertThat(activity("counter-0").lastLoop()).isPositive();
		// Never faster, but that the first may be late; slower when the machine is busy.
		assertThat(Long.parseLong(act("counter", "mean", null))).isBetween(4_700L, 1_000_000L);
		this.supervisor.stop("counter", "test").get(30, TimeUnit.SECONDS);
		assertThat(instance("counter-0").lastExit()).extracting(ProcessExit::code).isEqualTo(0);
		assertThat(this.supervisor.streams().tail("counter")).startsWith("up").endsWith("down");
		assertThat(instance("counter-0").activity()).as("what it said last is no news any more").isNull();
	}

	@Test
	void longSleepIsCutByStopPauseSignalAndAction() throws Exception {
		start(looping("counter", Counter.class, HOUR));
		awaitFirstLoop();
		this.supervisor.signal("counter", ProcessSignal.HUP).get(30, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> act("counter", "signals", null).equals("1"));
		this.supervisor.pause("counter", "test").get(30, TimeUnit.SECONDS);
		awaitActivity("counter-0", "paused");
		this.supervisor.resume("counter", "test").get(30, TimeUnit.SECONDS);
		awaitActivity("counter-0", "looping");
		await().atMost(PATIENCE).until(() -> act("counter", "loops", null).equals("2"));
		this.supervisor.stop("counter", "test").get(30, TimeUnit.SECONDS);
		assertThat(instance("counter-0").lastExit()).extracting(ProcessExit::code).isEqualTo(0);
	}

	/** An action that is there as soon as the worker is ready comes before it. */
	private void awaitFirstLoop() {
		await().atMost(PATIENCE).until(() -> act("counter", "loops", null).equals("1"));
	}

	@Test
	void pauseAndResumeInQuickSuccessionAreNeverLost() throws Exception {
		start(looping("counter", Counter.class, Duration.ZERO));
		Random random = new Random(4);
		for (int turn = 0; turn < 20; turn++) {
			boolean paused = false;
			for (int i = random.nextInt(20); i >= 0; i--) {
				paused = random.nextBoolean();
				toggle(paused);
			}
			awaitActivity("counter-0", paused ? "paused" : "looping");
			assertThat(state("counter")).isEqualTo(paused ? InstanceState.PAUSED : InstanceState.READY);
			long loops = Long.parseLong(act("counter", "loops", null));
			if (paused) {
				assertThat(act("counter", "loops", null)).isEqualTo(Long.toString(loops));
			}
			else {
				await().atMost(PATIENCE).until(() -> Long.parseLong(act("counter", "loops", null)) > loops);
			}
		}
		assertThat(act("counter", "disturbed", null)).isEqualTo("no");
	}

	private void toggle(boolean paused) throws Exception {
		if (paused) {
			this.supervisor.pause("counter", "test").get(30, TimeUnit.SECONDS);
		}
		else {
			this.supervisor.resume("counter", "test").get(30, TimeUnit.SECONDS);
		}
	}

	@Test
	void workerThatIsAskedToPauseIsLoopingUntilItsLoopHasEnded() throws Exception {
		Path gate = this.directory.resolve("gate");
		start(gated(gate));
		await().atMost(PATIENCE).until(() -> this.supervisor.streams().tail("gated").contains("waits"));
		awaitActivity("gated-0", "looping");
		this.supervisor.pause("gated", "test").get(30, TimeUnit.SECONDS);
		CompletableFuture<String> waiting = acting("gated", "ping", null);
		assertThat(state("gated")).isEqualTo(InstanceState.PAUSED);
		assertThat(activity("gated-0").state()).isEqualTo("looping");
		assertThat(waiting).isNotDone();
		Files.createFile(gate);
		awaitActivity("gated-0", "paused");
		assertThat(waiting.get(90, TimeUnit.SECONDS)).isEqualTo("pong");
		assertThat(activity("gated-0").loops()).isOne();
	}

	@Test
	void actionOfAWorkerThatStopsBeforeItsSafePointFails() throws Exception {
		Path gate = this.directory.resolve("gate");
		start(gated(gate));
		await().atMost(PATIENCE).until(() -> this.supervisor.streams().tail("gated").contains("waits"));
		CompletableFuture<String> waiting = acting("gated", "ping", null);
		CompletableFuture<?> stopped = this.supervisor.stop("gated", "test");
		Files.createFile(gate);
		stopped.get(30, TimeUnit.SECONDS);
		// Whether the action or the stop comes first is up to them, but nothing hangs.
		await().atMost(PATIENCE).until(waiting::isDone);
		assertThat(instance("gated-0").lastExit()).extracting(ProcessExit::code).isEqualTo(0);
		assertThatThrownBy(() -> act("gated", "ping", null)).isInstanceOf(RequestFailedException.class)
			.hasMessage("Instance 'gated-0' is not ready");
	}

	private static ProcessDefinition gated(Path gate) {
		Program.Worker program = Program.Worker.of(Gated.class.getName());
		return ProcessDefinition
			.of("gated",
					new Program.Worker(program.type(), Map.of("gate", gate.toString()), program.jvm(),
							program.virtualThreads(), program.factory(), program.calls(), program.settings()))
			.withPolicies((policies) -> policies.withRestart(QUICK));
	}

	@Test
	void signalsAndActionsRunBetweenLoopsOnTheThreadOfTheLoop() throws Exception {
		start(looping("counter", Counter.class, Duration.ZERO));
		for (int i = 0; i < 50; i++) {
			this.supervisor.signal("counter", ProcessSignal.HUP).get(30, TimeUnit.SECONDS);
			act("counter", "loops", null);
		}
		await().atMost(PATIENCE).until(() -> Integer.parseInt(act("counter", "signals", null)) >= 1);
		assertThat(act("counter", "disturbed", null)).isEqualTo("no");
	}

	@Test
	void actionsTakeAndGiveTextOrNothingAndFailWithoutHarm() throws Exception {
		start(looping("counter", Counter.class, HOUR));
		awaitFirstLoop();
		assertThat(act("counter", "echo", "Grüße\n")).isEqualTo("counter-0 <Grüße\n>");
		assertThat(act("counter", "echo", "")).isEqualTo("counter-0 <>");
		assertThat(act("counter", "echo", null)).isNull();
		assertThat(act("counter", "forget", null)).isNull();
		assertThat(act("counter", "loops", null)).isEqualTo("0");
		assertThatThrownBy(() -> act("counter", "fail", "a test")).isInstanceOf(RequestFailedException.class)
			.hasMessage("fails because of a test");
		assertThatThrownBy(() -> act("counter", "lops", null)).isInstanceOf(RequestFailedException.class)
			.hasMessageContaining("has no action 'lops'; it has [disturbed, echo, fail, forget, loops, mean, signals]");
		assertThat(act("counter", "echo", "still")).isEqualTo("counter-0 <still>");
	}

	@Test
	void overrunsAreCountedAndSaidOnce() throws Exception {
		start(looping("slow", Slow.class, Duration.ofMillis(1)));
		await().atMost(PATIENCE).until(() -> activity("slow-0").overruns() >= 20);
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.supervisor.streams().tail("slow")).singleElement()
				.asString()
				.matches("A loop took \\d+(\\.\\d+)? ms, longer than its interval of 1 ms"));
	}

	@Test
	void loopThatThrowsIsAFailureButSpinsDown() throws Exception {
		start(looping("broken", Broken.class, Duration.ZERO)
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().atMost(PATIENCE).until(() -> state("broken") == InstanceState.FAILED);
		assertThat(instance("broken-0").lastExitReason()).contains("the second loop is broken");
		assertThat(this.supervisor.streams().tail("broken")).contains("down after 2")
			.anyMatch((line) -> line.contains("Suppressed") && line.contains("cannot spin down either"));
	}

	@Test
	void workerThatCannotSpinUpIsNeverReady() {
		CompletableFuture<Void> started = this.supervisor.add(List.of(looping("unborn", Broken.class, Duration.ZERO)
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER)))), "test");
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause().hasMessageContaining("cannot spin up");
		assertThat(this.supervisor.streams().tail("unborn")).noneMatch((line) -> line.startsWith("down"));
	}

	@Test
	void workerOfTwoKindsIsRefused() {
		CompletableFuture<Void> started = this.supervisor.add(List.of(looping("torn", Torn.class, Duration.ZERO)
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER)))), "test");
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("is more than one of Worker, LoopingWorker and BatchWorker");
	}

}
