package dev.processkit.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.Heartbeat;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.RestartPolicy.Mode;
import dev.processkit.StopPolicy;
import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Commands with a protocol under supervision: filters, and programs that break the rules.
 */
@EnabledOnOs(OS.LINUX)
class AnsweringCommandTests extends SupervisorFixture {

	@Test
	void filterAnswersALineWithALine() throws Exception {
		start(lines("up", "sed", "-u", "s/.*/<&>/"));
		assertThat(send("up", "Grüße")).isEqualTo("<Grüße>");
		assertThat(send("up", "")).isEqualTo("<>");
		String large = "x".repeat(1 << 20);
		assertThat(send("up", large)).isEqualTo("<" + large + ">");
		assertThatThrownBy(() -> send("up", "a\nb")).hasMessageContaining("one request a line");
		assertThat(send("up", "well")).isEqualTo("<well>");
		assertThat(instance("up-0").restarts()).isZero();
	}

	@Test
	void manyRequestsGetTheirOwnReplies() throws Exception {
		start(lines("cat", "cat").withInstances(2));
		List<CompletableFuture<String>> replies = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			replies.add(request("cat", "request " + i));
		}
		for (int i = 0; i < replies.size(); i++) {
			assertThat(replies.get(i).get(90, TimeUnit.SECONDS)).isEqualTo("request " + i);
		}
	}

	@Test
	void killedFilterIsReplacedAndAnswers() throws Exception {
		start(lines("up", "sh", "-c",
				"while read -r line; do [ \"$line\" = hang ] && read -r more; echo \"$line\"; done"));
		long pid = pid("up-0");
		CompletableFuture<String> stuck = request("up", "hang");
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		assertThatThrownBy(() -> stuck.get(90, TimeUnit.SECONDS)).cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.WORKER_EXITED));
		assertThat(send("up", "back")).isEqualTo("back");
		assertThat(pid("up-0")).isNotEqualTo(pid);
	}

	@Test
	void stopWaitsForWhatTheFilterHasBegun() throws Exception {
		start(lines("slow", "sh", "-c", "while read -r line; do sleep 0.3; echo \"$line\"; done"));
		CompletableFuture<String> begun = request("slow", "begun");
		this.supervisor.restart("slow", "test").get(30, TimeUnit.SECONDS);
		assertThat(begun.get(90, TimeUnit.SECONDS)).isEqualTo("begun");
		assertThat(send("slow", "again")).isEqualTo("again");
	}

	@Test
	void filterThatHangsGetsItsSignalBeforeItIsKilled() throws Exception {
		start(lines("hung", "sh", "-c",
				"trap 'echo told >&2; exit 0' TERM; echo trapped >&2; read -r line; while :; do sleep 0.05; done")
			.withPolicies((policies) -> policies
				.withStop(new StopPolicy(policies.stop().signal(), Duration.ofSeconds(10), true))));
		await().until(() -> this.supervisor.streams().tail("hung").contains("trapped"));
		CompletableFuture<String> never = request("hung", "x");
		this.supervisor.stop("hung", "test").get(30, TimeUnit.SECONDS);
		assertThatThrownBy(() -> never.get(90, TimeUnit.SECONDS)).cause().isInstanceOf(RequestFailedException.class);
		await().until(() -> this.supervisor.streams().tail("hung").contains("told"));
		assertThat(instance("hung-0").lastExit().code()).isZero();
	}

	@Test
	void repliesThatComeTooLateAreNobodysElse() throws Exception {
		Path gate = this.directory.resolve("gate");
		start(lines("late", "sh", "-c",
				"read -r first; until test -e " + gate + "; do sleep 0.05; done; echo \"$first\"; exec cat"));
		CompletableFuture<byte @Nullable []> late = new CompletableFuture<>();
		Dispatcher.Route impatient = this.supervisor.dispatcher().route("late", Duration.ofMillis(50), () -> {
		});
		impatient.dispatch("first".getBytes(), new WireCommandFixture.Completing(late));
		impatient.flush();
		assertThatThrownBy(() -> late.get(90, TimeUnit.SECONDS)).cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT));
		Files.createFile(gate);
		assertThat(send("late", "second")).isEqualTo("second");
		assertThat(send("late", "third")).isEqualTo("third");
	}

	@Test
	void callsAreUnsupported() throws Exception {
		start(lines("cat", "cat"));
		CompletableFuture<byte @Nullable []> reply = new CompletableFuture<>();
		Dispatcher.Route route = this.supervisor.dispatcher().route("cat", Duration.ofMinutes(5), () -> {
		});
		route.call(new WorkerCall("price", Map.of(), "[]".getBytes()),
				new Dispatcher.CallOptions(Duration.ofMinutes(5), false), new WireCommandFixture.Completing(reply));
		route.flush();
		assertThatThrownBy(() -> reply.get(90, TimeUnit.SECONDS)).hasMessageContaining("protocol: wire");
		assertThat(send("cat", "well")).isEqualTo("well");
	}

	@Test
	void filterIsPausedInTheApplication() throws Exception {
		start(lines("cat", "cat"));
		this.supervisor.pause("cat", "test").get(30, TimeUnit.SECONDS);
		CompletableFuture<String> waiting = request("cat", "later");
		assertThat(state("cat")).isEqualTo(InstanceState.PAUSED);
		assertThat(waiting).isNotDone();
		this.supervisor.resume("cat", "test").get(30, TimeUnit.SECONDS);
		assertThat(waiting.get(90, TimeUnit.SECONDS)).isEqualTo("later");
	}

	@Test
	void programThatPrintsWhatNobodyAskedForIsReplacedWithTheReason() throws Exception {
		start(lines("bc", "sh", "-c", "echo Welcome; exec cat"));
		await().until(() -> state("bc") == InstanceState.FAILED);
		assertThat(instance("bc-0").lastExitReason()).contains("nobody asked for: \"Welcome\"");
	}

	@Test
	void whatCannotBeReadIsAFailureAlsoWhenTheProgramThenEndsWell() throws Exception {
		start(lines("bc", "sh", "-c", "echo Welcome; exec cat")
			.withPolicies((policies) -> policies.withRestart(mode(Mode.ON_FAILURE))));
		await().until(() -> state("bc") == InstanceState.FAILED);
	}

	@Test
	void whatAPausedWorkerGivesBackAfterItWasResumedComesToItAgain() throws Exception {
		Interpreters.assume("python3");
		// It says nothing by itself.
		Heartbeat never = new Heartbeat(Duration.ofSeconds(1), Duration.ofMinutes(10));
		start(command("tired", Protocol.WIRE, "python3", Interpreters.script("tired.py"))
			.withPolicies((policies) -> policies.withHeartbeat(never)));
		CompletableFuture<String> reply = request("tired", "again");
		this.supervisor.pause("tired", "test").get(30, TimeUnit.SECONDS);
		this.supervisor.resume("tired", "test").get(30, TimeUnit.SECONDS);
		assertThat(reply.get(90, TimeUnit.SECONDS)).isEqualTo("again");
	}

	@Test
	void programThatDoesNotSpeakTheWireIsReplacedWithTheReason() {
		CompletableFuture<Void> started = this.supervisor
			.add(List.of(command("deaf", Protocol.WIRE, "sh", "-c", "echo hello world; exec sleep 100")), "test");
		assertThatThrownBy(() -> started.get(30, TimeUnit.SECONDS)).cause()
			.hasMessageContaining("begins with \"hello world.\" instead of the magic PROC");
	}

	@Test
	void printIntoTheWireIsToldAlsoWhenTheProgramThenEndsWell() throws Exception {
		start(command("stray", Protocol.WIRE, "sh", "-c",
				"printf 'PROC\\0\\0\\0\\1\\0\\0\\0\\1\\2'; echo oops; exec cat >/dev/null"));
		await().until(() -> state("stray") == InstanceState.FAILED);
		assertThat(instance("stray-0").lastExitReason()).contains("bad-frame", "a frame of length 1869574259");
	}

	@Test
	void commandWithoutProtocolTakesNoRequests() throws Exception {
		start(sleeper("job"));
		assertThatThrownBy(() -> send("job", "x")).hasMessageContaining("command without a protocol");
	}

	private static ProcessDefinition lines(String name, String... argv) {
		return command(name, Protocol.LINES, argv);
	}

	private static ProcessDefinition command(String name, Protocol protocol, String... argv) {
		return command(name, new Program.Command(List.of(argv), protocol))
			.withPolicies((policies) -> policies.withRestart(QUICK));
	}

}
