package dev.processkit.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.processkit.InstanceState;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.Program;
import dev.processkit.ResourcePolicy;
import dev.processkit.RestartPolicy;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers and commands with resources, and what happens to those that take too much.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SupervisedResourcesTests extends SupervisorFixture {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final RestartPolicy SETTLED_AT_ONCE = new RestartPolicy(QUICK.mode(), QUICK.backoff(),
			Duration.ofMillis(1), QUICK.intensity(), QUICK.expectedExitCodes(), QUICK.onGiveUp());

	@AfterEach
	void nobodyWatchesAnyMore() {
		this.supervisor.close();
		await().atMost(PATIENCE)
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("process-memory")));
	}

	@Test
	void workerHasItsResourcesAlsoWhenItWasASpare() throws Exception {
		this.supervisor.keepSpares(1);
		start(worker("looker", Looker.class).withPolicies((policies) -> policies
			.withResources(new ResourcePolicy(7, null, null, null, null, 200, 0L, null, null, "0027"))));
		assertThat(send("looker", "/proc/self/limits")).containsPattern("Max open files +200 +200");
		assertThat(send("looker", "/proc/self/status")).containsPattern("Umask:\\s+0027");
		assertThat(niceness()).isEqualTo("7");
		await().atMost(PATIENCE).until(() -> this.supervisor.status().spares().ready() == 1);
		this.supervisor.restart("looker", "test").get(40, TimeUnit.SECONDS);
		assertThat(niceness()).isEqualTo("7");
		assertThat(send("looker", "/proc/self/limits")).containsPattern("Max open files +200 +200");
	}

	@Test
	void workerAboveTheSoftLimitIsReplacedInOrderAndThatIsNoFailure() throws Exception {
		Program.Worker looker = new Program.Worker(Looker.class.getName(), Map.of(),
				new JvmSettings(256L << 20, List.of()), true, "", "", Map.of());
		start(ProcessDefinition.of("looker", looker)
			.withPolicies((policies) -> policies.withRestart(SETTLED_AT_ONCE)
				.withResources(ResourcePolicy.INHERITED.withMemory(null, 150L << 20))));
		long pid = pid("looker-0");
		assertThat(send("looker", "grow")).isEqualTo("grown");
		awaitReplaced("looker-0", pid, InstanceState.READY);
		assertThat(instance("looker-0").restarts()).isZero();
		assertThat(instance("looker-0").lastExitReason()).matches("used \\d+ MB, it is replaced above 150 MB");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.events).filteredOn(ProcessEvent.Exited.class::isInstance)
				.singleElement()
				.returns(true, (event) -> ((ProcessEvent.Exited) event).expected()));
		assertThat(send("looker", "/proc/self/comm")).contains("java");
	}

	@Test
	void commandAboveTheHardLimitIsKilledWithItsTreeAndReplaced() throws Exception {
		Path marker = this.directory.resolve("grown-once");
		ProcessDefinition hog = shell("hog",
				("test -e %1$s && exec sleep 1000; touch %1$s; "
						+ "(x=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 1000; echo $x) & wait")
					.formatted(marker))
			.withPolicies((policies) -> policies.withRestart(QUICK)
				.withResources(ResourcePolicy.INHERITED.withMemory(40L << 20, null)));
		start(hog);
		await().atMost(PATIENCE).until(() -> instance("hog-0").restarts() == 1 && state("hog") == InstanceState.READY);
		assertThat(instance("hog-0").lastExitReason()).matches("used \\d+ MB, allowed are 40 MB");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.events).filteredOn(ProcessEvent.Exited.class::isInstance)
				.singleElement()
				.returns(false, (event) -> ((ProcessEvent.Exited) event).expected()));
	}

	private String niceness() throws Exception {
		String stat = send("looker", "/proc/self/stat");
		return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
	}

	/** Reads files, and grows on request. */
	public static class Looker implements MessageHandler {

		private final List<byte[]> kept = new ArrayList<>();

		@Override
		public String handle(String message, WorkerContext context) throws IOException {
			if (!message.equals("grow")) {
				return Files.readString(Path.of(message));
			}
			for (int i = 0; i < 2400; i++) {
				byte[] some = new byte[1 << 16];
				Arrays.fill(some, (byte) 1);
				this.kept.add(some);
			}
			return "grown";
		}

	}

}
