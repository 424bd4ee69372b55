package dev.processkit.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Lets processes fail in each way there is, and looks at what the actuator says of it.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(900)
class PoliciesIT {

	@TempDir
	static Path directory;

	private static RunningSample sample;

	private static Actuator actuator;

	@BeforeAll
	static void start() {
		List<String> properties = new ArrayList<>(
				List.of(RunningSample.SILENCE_IS_BORNE, "--process.processes.inbox-indexer.heartbeat.interval=200ms",
						"--process.processes.inbox-indexer.heartbeat.timeout=2s"));
		script(properties, "done", "exit 0", "restart.mode=on-failure");
		script(properties, "flaky",
				"[ -e %1$s ] && exec sleep 1000; : > %1$s; exit 1".formatted(directory.resolve("flaky")),
				"restart.mode=on-failure");
		script(properties, "looping", "echo at the end of its tether; exit 7", "restart.delay=10ms",
				"restart.max-restarts=3");
		script(properties, "deaf", "trap '' TERM; while :; do sleep 1000; done", "stop.grace-period=500ms");
		script(properties, "bomb", "sleep 1001 & setsid sleep 1002 & (sleep 1003 & exec sleep 1004) & wait",
				"restart.mode=never");
		sample = RunningSample.start(new SampleHome(directory), properties.toArray(String[]::new));
		actuator = sample.actuator();
	}

	private static void script(List<String> properties, String name, String script, String... policies) {
		String prefix = "--process.processes." + name + ".";
		properties.addAll(List.of(prefix + "command[0]=sh", prefix + "command[1]=-c", prefix + "command[2]=" + script));
		for (String policy : policies) {
			properties.add(prefix + policy);
		}
	}

	@AfterAll
	static void stop() throws Exception {
		if (sample != null) {
			sample.close();
		}
	}

	@Test
	void workerWhenKilledIsReplacedAndItsEndpointStays() throws Exception {
		actuator.awaitState("measurements", "READY");
		String endpoint = actuator.process("measurements").path("endpoint").asString();
		long pid = actuator.pid("measurements");
		RunningSample.signal("KILL", pid);
		JsonNode instance = actuator.awaitReplaced("measurements", pid);
		assertThat(instance.path("restarts").asInt()).isEqualTo(1);
		assertExit(instance, 137, "KILL", "ended by signal KILL");
		assertThat(SocketClient.ask(endpoint, "{\"action\":\"ping\"}")).contains("pong");
	}

	@Test
	void workerWhenSuspendedIsKilledAndReplaced() throws Exception {
		actuator.awaitState("inbox-indexer", "READY");
		long pid = actuator.pid("inbox-indexer");
		RunningSample.signal("STOP", pid);
		JsonNode instance = actuator.awaitReplaced("inbox-indexer", pid);
		assertExit(instance, 137, "KILL", "no heartbeat for ");
		assertThat(Files.exists(Path.of("/proc/" + pid + "/exe"))).isFalse();
	}

	@Test
	void commandWhenItEndsAsExpectedIsCompleted() {
		JsonNode process = actuator.awaitState("done", "COMPLETED");
		assertThat(process.path("reason").asString()).contains("exited with code 0");
		assertThat(Actuator.instance(process).path("pid").isNull()).isTrue();
		assertThat(Actuator.instance(process).at("/lastExit/code").asInt()).isZero();
	}

	@Test
	void commandWhenItFailsOnceIsRestarted() {
		// It counts as READY before it fails as well.
		JsonNode instance = Actuator
			.instance(actuator.awaitProcess("flaky", (process) -> process.path("state").asString("").equals("READY")
					&& Actuator.instance(process).path("restarts").asInt() > 0));
		assertThat(instance.path("restarts").asInt()).isEqualTo(1);
		assertExit(instance, 1, null, "exited with code 1");
	}

	@Test
	void commandWhenItFailsAgainAndAgainIsGivenUpAndHealthIsDown() throws Exception {
		JsonNode process = actuator.awaitState("looping", "FAILED");
		assertThat(process.path("reason").asString()).contains("exited with code 7; 4 restarts within 1m are too many");
		assertThat(Actuator.instance(process).path("restarts").asInt()).isEqualTo(3);
		assertThat(actuator.get("/actuator/health").statusCode()).isEqualTo(503);
		JsonNode health = Reply.JSON.readTree(actuator.get("/actuator/health/processes").body());
		assertThat(health.path("status").asString()).isEqualTo("DOWN");
		assertThat(health.at("/details/looping/reason").asString()).contains("too many");
		await().until(() -> sample.home().log().contains("at the end of its tether"));
	}

	@Test
	void commandWhenDeafToItsStopSignalIsKilledAfterItsGracePeriod() throws Exception {
		actuator.awaitState("deaf", "READY");
		await().until(() -> MarkedProcesses.ofInstance(sample.token(), "deaf-0").size() == 2);
		assertThat(actuator.delete("deaf").statusCode()).isEqualTo(204);
		JsonNode process = actuator.awaitState("deaf", "STOPPED");
		assertExit(Actuator.instance(process), 137, "KILL", "did not end within 500ms, killed");
		assertThat(MarkedProcesses.ofInstance(sample.token(), "deaf-0")).isEmpty();
	}

	@Test
	void treeWhenItsLeaderCrashesIsEnded() throws Exception {
		long leader = Actuator.instance(actuator.awaitState("bomb", "READY")).path("pid").asLong();
		await().until(() -> MarkedProcesses.ofInstance(sample.token(), "bomb-0")
			.stream()
			.filter(PoliciesIT::sleeps)
			.count() == 4);
		RunningSample.signal("KILL", leader);
		JsonNode process = actuator.awaitState("bomb", "FAILED");
		assertThat(process.path("reason").asString()).contains("signal KILL", "the restart mode is 'never'");
		assertThat(MarkedProcesses.ofInstance(sample.token(), "bomb-0")).isEmpty();
	}

	private static boolean sleeps(String process) {
		return process.matches("\\d+ sleep 100\\d .*");
	}

	private static void assertExit(JsonNode instance, int code, String signal, String reason) {
		assertThat(instance.at("/lastExit/code").asInt()).isEqualTo(code);
		assertThat(instance.at("/lastExit/signal").asString(null)).isEqualTo(signal);
		assertThat(instance.at("/lastExit/reason").asString()).contains(reason);
	}

}
