package dev.processkit.supervisor;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.WorkerExitedException;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import dev.processkit.supervisor.Dispatcher.Cancellation;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.CallHandlerFactory;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls to real workers: cancelled, repeated, and kept when workers stop.
 */
@EnabledOnOs(OS.LINUX)
class SupervisedCallTests extends SupervisorFixture {

	private static final Duration LONG = Duration.ofMinutes(5);

	@Test
	void cancelledCallThatHeedsItsInterruptionLeavesTheWorkerAlone() throws Exception {
		start(calls());
		long pid = pid("calls-0");
		Reply reply = new Reply();
		Cancellation cancellation = call("sleep", LONG, false, reply);
		awaitOutput("sleeping");
		cancellation.cancel();
		assertThat(reply.failure()).isEqualTo(Kind.CANCELLED);
		await().until(() -> instance("calls-0").busy() == 0);
		assertThat(pid("calls-0")).isEqualTo(pid);
	}

	@Test
	void callThatTimesOutAndDoesNotReactHasItsWorkerReplaced() throws Exception {
		start(calls());
		long pid = pid("calls-0");
		Reply reply = new Reply();
		// One that the worker has not begun by then is cancelled without a trace.
		call("spin", Duration.ofSeconds(5), false, reply);
		assertThat(reply.failure()).isEqualTo(Kind.TIMED_OUT);
		awaitReplaced("calls-0", pid, InstanceState.READY);
		InstanceStatus status = instance("calls-0");
		assertThat(status.lastExitReason()).isEqualTo("did not react to the cancellation of a request within 1s");
		assertThat(status.busy()).isZero();
		assertThat(status.restarts()).isZero();
	}

	@Test
	void workerWhoseHandlerIsStillLoadedGetsNoCallsAndIsLeftAlone() throws Exception {
		Path loaded = this.directory.resolve("loaded");
		CompletableFuture<Void> started = this.supervisor.add(
				List.of(ProcessDefinition.of("calls", new Program.Worker(Young.class.getName(), Map.of(),
						JvmSettings.DEFAULT, true, "", Young.class.getName(), Map.of("loaded", loaded.toString())))),
				"test");
		await().until(() -> this.supervisor.find("calls") != null && instance("calls-0").identity() != null);
		long pid = pid("calls-0");
		Reply early = new Reply();
		call("any", Duration.ofMillis(200), false, early);
		assertThat(early.failure()).isEqualTo(Kind.TIMED_OUT);
		assertThat(instance("calls-0").state()).isEqualTo(InstanceState.STARTING);
		assertThat(instance("calls-0").busy()).isZero();
		Files.createFile(loaded);
		started.get(30, TimeUnit.SECONDS);
		Reply later = new Reply();
		call("any", LONG, false, later);
		assertThat(later.text()).isEqualTo("loaded");
		assertThat(pid("calls-0")).isEqualTo(pid);
	}

	@Test
	void workerThatIsKilledSaysHowAndWhatItSaidLast() throws Exception {
		start(calls());
		Reply reply = new Reply();
		call("sleep", LONG, false, reply);
		awaitOutput("sleeping");
		this.supervisor.signal("calls", ProcessSignal.KILL).get(30, TimeUnit.SECONDS);
		assertThat(reply.exception()).isInstanceOfSatisfying(WorkerExitedException.class, (failure) -> {
			assertThat(failure.instance()).hasToString("calls-0");
			assertThat(failure.exit()).isNotNull();
			assertThat(failure.exit().signal()).isEqualTo(ProcessSignal.KILL);
			assertThat(failure.lastLines()).containsExactly("sleeping");
			assertThat(failure).hasMessageStartingWith("Worker calls-0 is gone: ended by signal KILL");
		});
	}

	@Test
	void idempotentCallIsAnsweredByAnotherInstanceWhenItsOwnIsKilled() throws Exception {
		start(calls().withInstances(2));
		Reply once = new Reply();
		Reply repeated = new Reply();
		call("exit-first", LONG, false, once);
		assertThat(once.exception()).isInstanceOfSatisfying(WorkerExitedException.class,
				(failure) -> assertThat(failure.exit().code()).isEqualTo(9));
		call("exit-unless " + this.directory.resolve("second"), LONG, true, repeated);
		assertThat(repeated.text()).isEqualTo("done");
	}

	@Test
	void nothingIsLostWhenAWorkerIsStoppedUnderLoad() throws Exception {
		start(calls().withInstances(2));
		AtomicBoolean running = new AtomicBoolean(true);
		AtomicInteger failures = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		CountDownLatch clients = new CountDownLatch(16);
		for (int client = 0; client < 16; client++) {
			next(running, done, failures, clients);
		}
		for (int stop = 0; stop < 50; stop++) {
			String victim = "calls-" + stop % 2;
			int before = done.get();
			if (stop % 5 == 4) {
				long pid = pid(victim);
				new ProcessBuilder("kill", "-TERM", Long.toString(pid)).start().waitFor();
				awaitReplaced(victim, pid, InstanceState.READY);
			}
			else {
				this.supervisor.restart(victim, "test").get(30, TimeUnit.SECONDS);
			}
			await().until(() -> done.get() > before);
		}
		running.set(false);
		assertThat(clients.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(failures).hasValue(0);
	}

	private void next(AtomicBoolean running, AtomicInteger done, AtomicInteger failures, CountDownLatch clients) {
		if (!running.get()) {
			clients.countDown();
			return;
		}
		CompletableFuture<String> reply = request("calls", "m" + done.get());
		reply.whenComplete((text, failure) -> {
			done.incrementAndGet();
			if (failure != null) {
				failures.incrementAndGet();
				failure.printStackTrace();
			}
			next(running, done, failures, clients);
		});
	}

	private ProcessDefinition calls() {
		return worker("calls", Calls.class).withPolicies((policies) -> policies.withRestart(UNTIRING));
	}

	private void awaitOutput(String line) {
		await().until(() -> this.supervisor.streams().tail("calls").contains(line));
	}

	private Cancellation call(String method, Duration timeout, boolean idempotent, Reply reply) {
		Dispatcher.Route route = this.supervisor.dispatcher().route("calls", LONG, () -> {
		});
		Cancellation cancellation = route.call(new WorkerCall(method, Map.of(), new byte[0]),
				new CallOptions(timeout, idempotent), reply);
		route.flush();
		return cancellation;
	}

	/** What it needs for an answer is loaded for as long as a file is not there. */
	public static class Young implements CallHandlerFactory {

		@Override
		public CallHandler create(Object worker, Map<String, String> settings) {
			Path file = Path.of(settings.get("loaded"));
			return new CallHandler() {

				@Override
				public byte[] call(WorkerCall call, WorkerContext context) {
					load();
					return "loaded".getBytes(StandardCharsets.UTF_8);
				}

				@Override
				public void warmUp() {
					load();
				}

				// As the initialisation of a class, it does not heed an interruption.
				private synchronized void load() {
					while (!Files.exists(file)) {
						LockSupport.parkNanos(1_000_000);
					}
				}

			};
		}

	}

	/** Does what the method says. */
	public static class Calls implements CallHandler, MessageHandler {

		@Override
		public String handle(String message, WorkerContext context) {
			return message;
		}

		@Override
		public byte[] call(WorkerCall call, WorkerContext context) throws Exception {
			List<String> words = List.of(call.method().split(" "));
			switch (words.get(0)) {
				case "sleep" -> {
					System.out.println("sleeping");
					new CountDownLatch(1).await();
				}
				case "spin" -> {
					while (context.running()) {
						Thread.onSpinWait();
					}
				}
				case "exit-first" -> Runtime.getRuntime().halt(9);
				case "exit-unless" -> {
					if (new File(words.get(1)).createNewFile()) {
						Runtime.getRuntime().halt(9);
					}
				}
				default -> {
				}
			}
			return "done".getBytes(StandardCharsets.UTF_8);
		}

	}

}
