package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.processkit.Heartbeat;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What a worker in any language must do, tried with the module for one of them.
 */
abstract class WireCommandFixture extends SupervisorFixture {

	/** How long a test waits for what must come at all. */
	static final long PATIENCE = 90;

	/**
	 * The command of the test's worker.
	 * @return interpreter and script
	 */
	abstract List<String> command();

	/**
	 * What the worker throws on request, and a function in its stack.
	 * @return the type, and a part of the stack
	 */
	abstract List<String> failure();

	@Test
	void answersMessages() throws Exception {
		start(worker(1));
		assertThat(send("w", "Grüße, 世界 🎈")).isEqualTo("Grüße, 世界 🎈");
		assertThat(send("w", "")).isEmpty();
		String large = "x".repeat(1 << 20);
		assertThat(send("w", large)).isEqualTo(large);
		assertThat(messageBytes("nothing")).isNull();
		assertThat(instance("w-0").reason()).isEqualTo("the worker says so");
	}

	@Test
	void answersCalls() throws Exception {
		start(worker(1));
		for (String value : List.of("null", "0", "false", "[]", "{}", "\"\"", "-1.5", "\"Grüße 🎈\"",
				"{\"a\":[1,null,\"b\"]}")) {
			assertThat(call("echo", "[" + value + "]")).as(value)
				.satisfiesAnyOf((reply) -> assertThat(reply).isEqualTo(value),
						(reply) -> assertThat(reply).isEqualTo("\"Gr\\u00fc\\u00dfe \\ud83c\\udf88\""));
		}
		String large = "\"" + "y".repeat(1 << 20) + "\"";
		assertThat(call("echo", "[" + large + "]")).isEqualTo(large);
		assertThat(call("findAll", "[1,\"two\",[3]]")).isEqualTo("[1,\"two\",[3]]");
		assertThat(call("findAll", "[]")).isEqualTo("[]");
	}

	@Test
	void getsTheArgumentsOfItsDefinition() throws Exception {
		start(worker(1));
		assertThat(call("argument", "[\"servers[0].host\"]")).isEqualTo("\"a\"");
		assertThat(call("argument", "[\"none\"]")).isEqualTo("null");
	}

	@Test
	void failuresArriveWithTypeMessageAndStackAndDoNotHurtIt() throws Exception {
		start(worker(1));
		long pid = pid("w-0");
		assertThatThrownBy(() -> call("fail", "[\"on request: ß\"]"))
			.isInstanceOfSatisfying(RequestFailedException.class, (failure) -> {
				assertThat(failure.kind()).isEqualTo(Kind.HANDLER_FAILED);
				assertThat(failure.remote().type()).isEqualTo(failure().get(0));
				assertThat(failure.remote().message()).isEqualTo("on request: ß");
				assertThat(failure.remote().stack()).contains(failure().get(1)).contains("on request: ß");
			});
		await().untilAsserted(() -> assertThat(this.supervisor.streams().tail("w"))
			.anyMatch((line) -> line.contains(failure().get(0) + ": on request: ß")));
		assertThatThrownBy(() -> call("nosuch", "[]")).hasMessageContaining("nosuch")
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.remote().type()).isEqualTo("unsupported"));
		assertThatThrownBy(() -> call("unspeakable", "[]")).hasMessageContaining("JSON");
		assertThat(send("w", "well")).isEqualTo("well");
		assertThat(pid("w-0")).isEqualTo(pid);
	}

	@Test
	void whatItPrintsGoesToItsLog() throws Exception {
		start(worker(1));
		call("say", "[\"hello\"]");
		await().untilAsserted(() -> assertThat(this.supervisor.streams().tail("w")).contains("hello", "native hello",
				"from a shell"));
		assertThat(send("w", "well")).isEqualTo("well");
		assertThat(instance("w-0").restarts()).isZero();
	}

	@Test
	void killedOneIsReplacedAndAnswers() throws Exception {
		start(worker(1));
		long pid = pid("w-0");
		CompletableFuture<byte @Nullable []> stuck = calling("awaitCancel", "[]", (cancellation) -> {
		});
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		assertThatThrownBy(() -> stuck.get(PATIENCE, TimeUnit.SECONDS)).cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.WORKER_EXITED));
		assertThat(call("echo", "[1]")).isEqualTo("1");
		assertThat(pid("w-0")).isNotEqualTo(pid);
	}

	@Test
	void suspendedOneIsReplacedAfterItsHeartbeatTimeout() throws Exception {
		start(worker(1).withPolicies(
				(policies) -> policies.withHeartbeat(new Heartbeat(Duration.ofMillis(100), Duration.ofSeconds(1)))));
		long pid = pid("w-0");
		this.supervisor.signal("w", ProcessSignal.STOP).get(30, TimeUnit.SECONDS);
		awaitReplaced("w-0", pid, InstanceState.READY);
		assertThat(instance("w-0").lastExitReason()).startsWith("no heartbeat for ");
	}

	@Test
	void stopUnderLoadLosesNothing() throws Exception {
		start(worker(1).withInstances(2));
		List<CompletableFuture<String>> replies = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			replies.add(request("w", "slow " + i));
		}
		this.supervisor.restart("w-0", "test").get(PATIENCE, TimeUnit.SECONDS);
		for (int i = 0; i < replies.size(); i++) {
			assertThat(replies.get(i).get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("slow " + i);
		}
		InstanceStatus stopped = instance("w-0");
		assertThat(stopped.lastExit().code()).isZero();
		assertThat(this.supervisor.streams().tail("w")).contains("closed well");
	}

	@Test
	void pausedOneKeepsWhatItHas() throws Exception {
		start(worker(1));
		this.supervisor.pause("w", "test").get(30, TimeUnit.SECONDS);
		CompletableFuture<String> waiting = request("w", "later");
		assertThat(state("w")).isEqualTo(InstanceState.PAUSED);
		this.supervisor.resume("w", "test").get(30, TimeUnit.SECONDS);
		assertThat(waiting.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("later");
	}

	@Test
	void pauseOutlivesTheProcess() throws Exception {
		start(worker(1));
		this.supervisor.pause("w", "test").get(30, TimeUnit.SECONDS);
		long pid = pid("w-0");
		this.supervisor.signal("w", ProcessSignal.KILL).get(30, TimeUnit.SECONDS);
		awaitReplaced("w-0", pid, InstanceState.PAUSED);
		CompletableFuture<String> waiting = request("w", "later");
		this.supervisor.resume("w", "test").get(30, TimeUnit.SECONDS);
		assertThat(waiting.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("later");
	}

	@Test
	void handlesAsManyAtOnceAsItIsTold() throws Exception {
		start(worker(2));
		CompletableFuture<byte @Nullable []> first = calling("meet", "[]", (cancellation) -> {
		});
		assertThat(call("meet", "[]")).isEqualTo("true");
		assertThat(first.get(PATIENCE, TimeUnit.SECONDS)).asString().isEqualTo("true");
	}

	@Test
	void functionSeesTheHeadersOfItsOwnCall() throws Exception {
		start(worker(2));
		CompletableFuture<byte @Nullable []> first = calling("trace", "[]", Map.of("traceparent", "00-1", "ü", ""),
				(cancellation) -> {
				});
		CompletableFuture<byte @Nullable []> second = calling("trace", "[]", Map.of("traceparent", "00-2"),
				(cancellation) -> {
				});
		assertThat(first.get(PATIENCE, TimeUnit.SECONDS)).asString()
			.contains("\"traceparent\":\"00-1\"")
			.containsAnyOf("\"ü\":\"\"", "\"\\u00fc\":\"\"");
		assertThat(second.get(PATIENCE, TimeUnit.SECONDS)).asString().isEqualTo("{\"traceparent\":\"00-2\"}");
		assertThat(send("w", "headers")).isEqualTo("{}");
	}

	@Test
	void cancelReachesTheFunction() throws Exception {
		start(worker(1));
		List<Dispatcher.Cancellation> cancellations = new ArrayList<>();
		CompletableFuture<byte @Nullable []> begun = calling("awaitCancel", "[]", cancellations::add);
		CompletableFuture<byte @Nullable []> waiting = calling("echo", "[\"never\"]", cancellations::add);
		CompletableFuture<String> next = request("w", "next");
		cancellations.get(1).cancel();
		cancellations.get(0).cancel();
		for (CompletableFuture<byte @Nullable []> cancelled : List.of(begun, waiting)) {
			assertThatThrownBy(() -> cancelled.get(PATIENCE, TimeUnit.SECONDS)).cause()
				.isInstanceOfSatisfying(RequestFailedException.class,
						(failure) -> assertThat(failure.kind()).isEqualTo(Kind.CANCELLED));
		}
		assertThat(next.get(PATIENCE, TimeUnit.SECONDS)).isEqualTo("next");
		assertThat(instance("w-0").restarts()).isZero();
	}

	final ProcessDefinition worker(int concurrency) {
		Program program = new Program.Command(command(), Protocol.WIRE, Map.of("servers[0].host", "a"));
		return new ProcessDefinition("w", program, 1, Map.of("CONCURRENCY", String.valueOf(concurrency)), null,
				ProcessDefinition.of("w", program).policies().withRestart(QUICK).withStop(GENTLE), List.of(), null);
	}

	final String call(String method, String arguments) throws Exception {
		try {
			byte[] reply = calling(method, arguments, (cancellation) -> {
			}).get(PATIENCE, TimeUnit.SECONDS);
			return new String(reply, StandardCharsets.UTF_8);
		}
		catch (ExecutionException ex) {
			throw (Exception) ex.getCause();
		}
	}

	private CompletableFuture<byte @Nullable []> calling(String method, String arguments,
			Consumer<Dispatcher.Cancellation> cancellations) {
		return calling(method, arguments, Map.of("traceparent", "00-1"), cancellations);
	}

	private CompletableFuture<byte @Nullable []> calling(String method, String arguments, Map<String, String> headers,
			Consumer<Dispatcher.Cancellation> cancellations) {
		CompletableFuture<byte @Nullable []> reply = new CompletableFuture<>();
		Dispatcher.Route route = route();
		cancellations.accept(route.call(new WorkerCall(method, headers, arguments.getBytes(StandardCharsets.UTF_8)),
				new CallOptions(Duration.ofMinutes(5), false), new Completing(reply)));
		route.flush();
		return reply;
	}

	private byte @Nullable [] messageBytes(String message) throws Exception {
		CompletableFuture<byte @Nullable []> reply = new CompletableFuture<>();
		Dispatcher.Route route = route();
		route.dispatch(message.getBytes(StandardCharsets.UTF_8), new Completing(reply));
		route.flush();
		return reply.get(PATIENCE, TimeUnit.SECONDS);
	}

	private Dispatcher.Route route() {
		return this.supervisor.dispatcher().route("w", Duration.ofMinutes(5), () -> {
		});
	}

	/** The outcome as a future. */
	record Completing(CompletableFuture<byte @Nullable []> future) implements Dispatcher.ReplyCallback {

		@Override
		public void onReply(byte @Nullable [] reply) {
			this.future.complete(reply);
		}

		@Override
		public void onFailure(RequestFailedException failure) {
			this.future.completeExceptionally(failure);
		}

	}

}
