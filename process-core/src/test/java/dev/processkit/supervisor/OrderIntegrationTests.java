package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessException;
import dev.processkit.ProcessGroup;
import dev.processkit.RestartPolicy.Mode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Order and groups with real processes.
 */
class OrderIntegrationTests extends SupervisorFixture {

	private static final Duration LONG = Duration.ofSeconds(90);

	@Test
	void startsInOrderAndStopsInReverse() throws Exception {
		start(told("page", "web"), told("web", "db"), told("db"), told("lone"));
		assertThat(lines()).filteredOn((line) -> !line.startsWith("lone"))
			.containsExactly("db up", "web up", "page up");
		this.supervisor.stopAll("the end").get(30, TimeUnit.SECONDS);
		assertThat(lines()).filteredOn((line) -> line.endsWith("down") && !line.startsWith("lone"))
			.containsExactly("page down", "web down", "db down");
	}

	@Test
	void processWhoseDependencyFailsForGoodIsNeverLaunched() {
		ProcessDefinition db = shell("db", "exit 3").withPolicies((policies) -> policies.withRestart(mode(Mode.NEVER))
			.withReadiness(ready(sleeper("x")).policies().readiness()));
		CompletableFuture<Void> added = this.supervisor.add(List.of(told("web", "db"), db), "test");
		await().atMost(LONG).until(added::isCompletedExceptionally);
		assertThatExceptionOfType(ProcessException.class).isThrownBy(() -> get(added));
		await().atMost(LONG).until(() -> state("web") == InstanceState.FAILED);
		assertThat(this.supervisor.find("web").reason())
			.startsWith("it depends on 'db', which has failed: exited with code 3");
		assertThat(this.directory.resolve("told")).doesNotExist();
	}

	@Test
	void groupIsStartedAndStoppedByItsName() throws Exception {
		this.supervisor.reconciliation()
			.group(List.of(new ProcessGroup("shop", List.of("db", "web"), ProcessGroup.Strategy.ONE_FOR_ALL)));
		start(told("web", "db"), told("db"), told("lone"));
		this.supervisor.stop("shop", "asked").get(30, TimeUnit.SECONDS);
		assertThat(state("db")).isEqualTo(InstanceState.STOPPED);
		assertThat(state("lone")).isEqualTo(InstanceState.READY);
		assertThat(lines()).endsWith("web down", "db down");
		this.supervisor.start("shop", "asked").get(30, TimeUnit.SECONDS);
		assertThat(state("web")).isEqualTo(InstanceState.READY);
		assertThat(lines()).endsWith("db up", "web up");
	}

	private static void get(CompletableFuture<Void> future) throws Exception {
		try {
			future.get();
		}
		catch (java.util.concurrent.ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

	private List<String> lines() throws Exception {
		return Files.readAllLines(this.directory.resolve("told"));
	}

	/** Tells a file when it is up, before it says so, and when it goes. */
	private ProcessDefinition told(String name, String... dependsOn) {
		Path file = this.directory.resolve("told");
		return ready(shell(name, """
				trap 'echo %1$s down >> %2$s; exit 0' TERM
				echo %1$s up >> %2$s
				echo ready
				while :; do sleep 0.05; done
				""".formatted(name, file))).withDependsOn(List.of(dependsOn));
	}

}
