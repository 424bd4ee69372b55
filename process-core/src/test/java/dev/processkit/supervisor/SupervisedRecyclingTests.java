package dev.processkit.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.processkit.InstanceState;
import dev.processkit.LoopPolicy;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessExit;
import dev.processkit.RecyclePolicy;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.supervisor.RoundWorkers.Batch;
import dev.processkit.supervisor.RoundWorkers.Counter;
import dev.processkit.supervisor.RoundWorkers.Leaking;
import dev.processkit.supervisor.RoundWorkers.Pid;
import dev.processkit.supervisor.RoundWorkers.Runner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers that have served for long enough are replaced between two jobs, as planned.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(300)
class SupervisedRecyclingTests extends RoundFixture {

	private static final LoopPolicy BUSY = new LoopPolicy(Duration.ZERO, Duration.ofHours(1));

	@Test
	void batchWorkerIsReplacedAfterItsJobsWithoutARestart() throws Exception {
		start(rounds("batch", Batch.class, BUSY, jobs(4))
			.withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))));
		await().atMost(PATIENCE).until(() -> jobsByPid().size() >= 3);
		assertThat(jobsByPid().values().stream().limit(2)).containsOnly(4L);
		assertThat(instance("batch-0").restarts()).isZero();
		assertThat(instance("batch-0").lastExit()).extracting(ProcessExit::code).isEqualTo(0);
		assertThat(instance("batch-0").lastExitReason()).contains("did 4 jobs (max-jobs)");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.events).filteredOn(ProcessEvent.Exited.class::isInstance)
				.isNotEmpty()
				.allMatch((event) -> ((ProcessEvent.Exited) event).expected()));
	}

	private Map<String, Long> jobsByPid() {
		return this.supervisor.streams()
			.tail("batch")
			.stream()
			.filter((line) -> line.startsWith("job"))
			.collect(Collectors.groupingBy((line) -> line, LinkedHashMap::new, Collectors.counting()));
	}

	@Test
	void batchWorkerWithoutWorkSleepsAndIsWokenByWhatIsAsked() throws Exception {
		start(rounds("batch", Batch.class, BUSY, RecyclePolicy.NEVER));
		await().atMost(PATIENCE).until(() -> jobsByPid().containsValue(10L));
		await().atMost(PATIENCE).until(() -> act("batch", "idle", null).equals("1"));
		act("batch", "more", null);
		assertThat(act("batch", "idle", null)).as("a question is no reason to look for work").isEqualTo("1");
		this.supervisor.pause("batch", "test").get(30, TimeUnit.SECONDS);
		awaitActivity("batch-0", "paused");
		this.supervisor.resume("batch", "test").get(30, TimeUnit.SECONDS);
		await().atMost(PATIENCE).until(() -> jobsByPid().containsValue(20L));
		assertThat(activity("batch-0").overruns()).isZero();
	}

	@Test
	void loopingWorkerIsReplacedWhenItsTimeHasComeThoughItSleeps() throws Exception {
		start(rounds("counter", Counter.class, new LoopPolicy(Duration.ofHours(1), Duration.ZERO),
				runtime(Duration.ofMillis(200))));
		awaitReplacement("counter-0", pid("counter-0"));
		assertThat(instance("counter-0").lastExitReason()).contains("(max-runtime)");
	}

	@Test
	void pausedWorkerIsNotReplacedBeforeItIsResumed() throws Exception {
		start(rounds("counter", Counter.class, BUSY, runtime(Duration.ofMillis(1500))));
		// On a busy machine it may be about to be replaced already, and not be ready.
		await().atMost(PATIENCE).ignoreExceptions().until(() -> {
			this.supervisor.pause("counter", "test").get(30, TimeUnit.SECONDS);
			return true;
		});
		awaitActivity("counter-0", "paused");
		long pid = pid("counter-0");
		long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1600);
		await().atMost(PATIENCE).until(() -> act("counter", "loops", null) != null && System.nanoTime() > due);
		assertThat(pid("counter-0")).isEqualTo(pid);
		assertThat(state("counter")).isEqualTo(InstanceState.PAUSED);
		this.supervisor.resume("counter", "test").get(30, TimeUnit.SECONDS);
		awaitReplacement("counter-0", pid);
	}

	@Test
	void workerThatLeaksIsReplacedAboveItsMemoryLimit() throws Exception {
		start(rounds("leaking", Leaking.class, BUSY,
				new RecyclePolicy(null, 100L << 20, null, null, Duration.ZERO, 0)));
		await().atMost(PATIENCE)
			.until(() -> String.valueOf(instance("leaking-0").lastExitReason()).contains("(max-memory)"));
		assertThat(instance("leaking-0").restarts()).isZero();
	}

	@Test
	void machineWithTooLittleFreeMemoryReplacesItsWorkers() throws Exception {
		start(rounds("counter", Counter.class, BUSY,
				new RecyclePolicy(null, null, Long.MAX_VALUE / 2, null, Duration.ofMillis(500), 0)));
		awaitReplacement("counter-0", pid("counter-0"));
		assertThat(instance("counter-0").lastExitReason()).contains("(min-free-system-memory)");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void messageWorkerIsReplacedAndEveryMessageIsAnswered(boolean atOnce) throws Exception {
		start(rounds("pid", Pid.class, LoopPolicy.DEFAULT, jobs(10)).withInstances(2));
		List<CompletableFuture<String>> replies = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			CompletableFuture<String> reply = request("pid", "m" + i);
			if (!atOnce) {
				reply.get(90, TimeUnit.SECONDS);
			}
			replies.add(reply);
		}
		List<String> pids = new ArrayList<>();
		for (CompletableFuture<String> reply : replies) {
			pids.add(reply.get(90, TimeUnit.SECONDS).split(" ")[0]);
		}
		Map<String, Long> each = pids.stream().collect(Collectors.groupingBy((pid) -> pid, Collectors.counting()));
		// On virtual threads the next may be begun before the one that was answered
		// counts.
		assertThat(each).hasSizeGreaterThanOrEqualTo(atOnce ? 1 : 3);
		await().atMost(PATIENCE).until(() -> state("pid") == InstanceState.READY);
		assertThat(this.supervisor.find("pid").instances()).allMatch((instance) -> instance.restarts() == 0);
	}

	@Test
	void idleWorkersOfTheOtherKindsAreReplacedWhenTheirTimeHasCome() throws Exception {
		start(rounds("pid", Pid.class, LoopPolicy.DEFAULT, runtime(Duration.ofMillis(300))),
				rounds("runner", Runner.class, LoopPolicy.DEFAULT, runtime(Duration.ofMillis(300))));
		awaitReplacement("pid-0", pid("pid-0"));
		awaitReplacement("runner-0", pid("runner-0"));
		await().atMost(PATIENCE).until(() -> this.supervisor.streams().tail("runner").contains("stopped"));
		assertThat(instance("runner-0").restarts()).isZero();
	}

	@Test
	void pausedMessageWorkerAnswersActionsAndNoMessages() throws Exception {
		start(rounds("pid", Pid.class, LoopPolicy.DEFAULT, RecyclePolicy.NEVER));
		this.supervisor.pause("pid", "test").get(30, TimeUnit.SECONDS);
		awaitActivity("pid-0", "paused");
		assertThat(act("pid", "pid", null)).isEqualTo(Long.toString(pid("pid-0")));
		CompletableFuture<String> waiting = request("pid", "later");
		assertThat(act("pid", "pid", null)).isEqualTo(Long.toString(pid("pid-0")));
		assertThat(waiting).isNotDone();
		this.supervisor.resume("pid", "test").get(30, TimeUnit.SECONDS);
		assertThat(waiting.get(90, TimeUnit.SECONDS)).isEqualTo(pid("pid-0") + " 1");
		awaitActivity("pid-0", "running");
	}

	private static RecyclePolicy runtime(Duration maxRuntime) {
		return new RecyclePolicy(maxRuntime, null, null, null, Duration.ZERO, 0);
	}

	/** It may be ready for less time than passes between two looks. */
	private void awaitReplacement(String id, long pid) {
		await().atMost(PATIENCE).until(() -> pid(id) > 0 && pid(id) != pid);
	}

}
