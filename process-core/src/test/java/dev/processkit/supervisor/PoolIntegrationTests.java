package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessStatus;
import dev.processkit.Readiness;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestPolicy;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.Scaling;
import dev.processkit.Scaling.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Pools and rolling replacements with real processes.
 */
@EnabledOnOs(OS.LINUX)
class PoolIntegrationTests extends SupervisorFixture {

	private static final int CLIENTS = 8;

	private static final int ROLLS = 20;

	@Test
	void poolGrowsWithItsLoadAndShrinksWithoutIt() throws Exception {
		start(worker("echo", Echo.class).withScaling(new Scaling(1, 3, Strategy.LAZY, Duration.ofSeconds(10))));
		assertThat(sizes()).containsExactly(InstanceState.READY);
		List<CompletableFuture<String>> stuck = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			int instances = i;
			stuck.add(request("echo", "hang"));
			request("echo", "hang");
			await().atMost(Duration.ofSeconds(120))
				.until(() -> sizes().size() == Math.min(instances + 1, 3)
						&& sizes().stream().allMatch((state) -> state == InstanceState.READY));
		}
		assertThat(stuck).noneMatch(CompletableFuture::isDone);
		for (InstanceStatus instance : this.supervisor.find("echo").instances()) {
			ProcessHandle.of(pid(instance.id().toString())).orElseThrow().destroyForcibly();
		}
		await().atMost(Duration.ofSeconds(120)).until(() -> sizes().equals(List.of(InstanceState.READY)));
		assertThat(send("echo", "still there")).isEqualTo("still there");
	}

	@Test
	void requestThatHasToWaitAddsAll() throws Exception {
		start(worker("echo", Echo.class).withScaling(new Scaling(1, 3, Strategy.MIXED, Duration.ofMinutes(1)))
			.withPolicies((policies) -> policies.withRequests(new RequestPolicy(1, 100, Duration.ZERO))));
		request("echo", "hang");
		assertThat(send("echo", "waited")).isEqualTo("waited");
		await().atMost(Duration.ofSeconds(120)).until(() -> sizes().size() == 3);
	}

	@Test
	void noRequestFailsDuringTwentyRollingReplacements() throws Exception {
		start(worker("echo", Echo.class).withInstances(2));
		AtomicBoolean done = new AtomicBoolean();
		AtomicLong answered = new AtomicLong();
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		List<Thread> clients = new ArrayList<>();
		for (int client = 0; client < CLIENTS; client++) {
			Thread thread = new Thread(() -> {
				while (!done.get()) {
					try {
						assertThat(send("echo", "m")).isEqualTo("m");
						answered.incrementAndGet();
					}
					catch (Exception | AssertionError ex) {
						failures.add(ex);
					}
				}
			});
			thread.start();
			clients.add(thread);
		}
		try {
			for (int roll = 0; roll < ROLLS; roll++) {
				List<Long> before = pids();
				long answeredBefore = answered.get();
				ProcessStatus status = this.supervisor.rollingRestart("echo", "test").get(60, TimeUnit.SECONDS);
				assertThat(status.instances()).hasSize(2);
				assertThat(pids()).doesNotContainAnyElementsOf(before).hasSize(2);
				await().until(() -> answered.get() > answeredBefore);
			}
		}
		finally {
			done.set(true);
			for (Thread client : clients) {
				client.join();
			}
		}
		assertThat(failures).isEmpty();
		assertThat(instance("echo-0").restarts()).as("counted as failures").isZero();
	}

	@Test
	void commandsAreReplacedOneByOne() throws Exception {
		start(ready(shell("job", "echo ready; exec sleep 1000")).withInstances(2));
		long first = pid("job-0");
		this.supervisor.rollingRestart("job", "test").get(30, TimeUnit.SECONDS);
		assertThat(pid("job-0")).isNotEqualTo(first);
		assertThat(this.supervisor.find("job").instances()).hasSize(2);
	}

	@Test
	void rollThatCannotBecomeReadyTellsWhyAndLeavesTheRest() throws Exception {
		Path may = Files.createFile(this.directory.resolve("may"));
		start(ready(shell("job", "test -e %s && echo ready; exec sleep 1000".formatted(may)))
			.withPolicies((policies) -> policies.withRestart(mode(Mode.ALWAYS)))
			.withPolicies((policies) -> policies
				.withReadiness(new Readiness(policies.readiness().probe(), Duration.ofSeconds(1)))));
		long first = pid("job-0");
		Files.delete(may);
		assertThatThrownBy(() -> this.supervisor.rollingRestart("job", "test").get(30, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("ended at 0 of 1: instance 'job-1'")
			.hasMessageContaining("not ready within 1s");
		await().until(() -> this.supervisor.find("job").instances().size() == 1);
		assertThat(pid("job-0")).isEqualTo(first);
	}

	@Test
	void removedProcessLeavesNothingAndItsNameIsFree() throws Exception {
		start(worker("echo", Echo.class));
		assertThat(send("echo", "a")).isEqualTo("a");
		assertThatThrownBy(() -> this.supervisor.remove("echo").get(30, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("'echo-0' is READY; stop it first");
		this.supervisor.stop("echo", "test").get(30, TimeUnit.SECONDS);
		this.supervisor.remove("echo").get(30, TimeUnit.SECONDS);
		assertThat(this.supervisor.find("echo")).isNull();
		assertThatThrownBy(() -> this.supervisor.streams().tail("echo")).hasMessageContaining("echo");
		assertThatThrownBy(() -> send("echo", "b")).isInstanceOf(RequestFailedException.class);
		start(worker("echo", Echo.class));
		assertThat(send("echo", "c")).isEqualTo("c");
	}

	private List<InstanceState> sizes() {
		return this.supervisor.find("echo").instances().stream().map(InstanceStatus::state).toList();
	}

	private List<Long> pids() {
		return this.supervisor.find("echo")
			.instances()
			.stream()
			.map((instance) -> pid(instance.id().toString()))
			.toList();
	}

}
