package dev.processkit.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessIdentity;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher.CallOptions;
import dev.processkit.supervisor.Dispatcher.Cancellation;
import dev.processkit.worker.CallHandler;
import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages, calls, idempotent calls and cancellations, while workers are killed at random
 * moments: each ends once, and nothing is executed twice that may not be.
 */
@EnabledOnOs(OS.LINUX)
class KillStormTests extends SupervisorFixture {

	private static final int CLIENTS = 24;

	private static final int KILLS = Integer.getInteger("processkit.test.kills", 60);

	private final AtomicBoolean running = new AtomicBoolean(true);

	private final CountDownLatch clients = new CountDownLatch(CLIENTS);

	private final AtomicInteger numbers = new AtomicInteger();

	private final Map<Kind, AtomicInteger> failures = new ConcurrentHashMap<>();

	private final AtomicInteger twice = new AtomicInteger();

	private final Set<String> answered = ConcurrentHashMap.newKeySet();

	@Test
	void everyRequestEndsOnceAndNoneIsExecutedTwiceUnlessItMayBe() throws Exception {
		long descriptors = descriptors();
		start(worker("ledger", Ledger.class).withInstances(3)
			.withPolicies((policies) -> policies.withRestart(UNTIRING)));
		for (int client = 0; client < CLIENTS; client++) {
			new Client(client).next();
		}
		Random random = new Random(42);
		for (int kill = 0; kill < KILLS; kill++) {
			String victim = "ledger-" + random.nextInt(3);
			int pause = random.nextInt(30);
			int before = this.numbers.get();
			await().pollInterval(Duration.ofMillis(1))
				.until(() -> instance(victim).state() == InstanceState.READY && this.numbers.get() > before + pause);
			ProcessIdentity identity = instance(victim).identity();
			if (identity != null) {
				ProcessHandle.of(identity.pid()).ifPresent(ProcessHandle::destroyForcibly);
			}
		}
		this.running.set(false);
		assertThat(this.clients.await(180, TimeUnit.SECONDS)).as("%d clients wait", this.clients.getCount()).isTrue();
		assertThat(this.twice).hasValue(0);
		assertThat(this.failures.keySet()).isSubsetOf(Kind.WORKER_EXITED, Kind.CANCELLED);
		await().until(() -> this.supervisor.find("ledger").waiting() == 0
				&& this.supervisor.find("ledger").instances().stream().mapToInt(InstanceStatus::busy).sum() == 0);
		Map<String, Long> executed = executed();
		assertThat(executed).allSatisfy((request, times) -> assertThat(times).as(request)
			.isLessThanOrEqualTo(request.startsWith("idempotent") ? 3 : 1));
		assertThat(executed.keySet()).containsAll(this.answered);
		this.supervisor.close();
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		await().untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(descriptors));
	}

	private Map<String, Long> executed() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.filter((file) -> file.getFileName().toString().startsWith("ledger."))
				.flatMap(KillStormTests::lines)
				.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		}
	}

	private static Stream<String> lines(Path file) {
		try {
			return Files.readAllLines(file).stream();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("control-ledger") || name.startsWith("control-write-ledger"))
			.toList();
	}

	private static long descriptors() throws IOException {
		try (var files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
	}

	/** Sends one request after the other, of changing kinds. */
	private final class Client {

		private final Random random;

		private final Dispatcher.Route route = KillStormTests.this.supervisor.dispatcher()
			.route("ledger", Duration.ofMinutes(2), () -> {
			});

		Client(int seed) {
			this.random = new Random(seed);
		}

		void next() {
			if (!KillStormTests.this.running.get()) {
				KillStormTests.this.clients.countDown();
				return;
			}
			int number = KillStormTests.this.numbers.incrementAndGet();
			int kind = this.random.nextInt(4);
			if (kind == 0) {
				String request = line("message " + number);
				this.route.dispatch(request.getBytes(StandardCharsets.UTF_8), new Outcome(this, request));
			}
			else {
				boolean idempotent = kind == 1;
				String request = line((idempotent ? "idempotent " : "call ") + number);
				Cancellation cancellation = this.route.call(new WorkerCall(request, Map.of(), new byte[0]),
						new CallOptions(Duration.ofMinutes(2), idempotent), new Outcome(this, request));
				if (kind == 2) {
					this.route.flush();
					cancellation.cancel();
				}
			}
			this.route.flush();
		}

		private String line(String request) {
			return KillStormTests.this.directory + "\n" + request;
		}

	}

	private final class Outcome implements Dispatcher.ReplyCallback {

		private final Client client;

		private final String request;

		private final AtomicBoolean ended = new AtomicBoolean();

		Outcome(Client client, String request) {
			this.client = client;
			this.request = request.substring(request.indexOf('\n') + 1);
		}

		@Override
		public void onReply(byte @Nullable [] reply) {
			KillStormTests.this.answered.add(this.request);
			end();
		}

		@Override
		public void onFailure(RequestFailedException failure) {
			KillStormTests.this.failures.computeIfAbsent(failure.kind(), (kind) -> new AtomicInteger())
				.incrementAndGet();
			end();
		}

		private void end() {
			if (this.ended.compareAndSet(false, true)) {
				// Not on this thread: a chain of cancellations would overflow its stack.
				ForkJoinPool.commonPool().execute(this.client::next);
			}
			else {
				KillStormTests.this.twice.incrementAndGet();
			}
		}

	}

	/** Writes down what it executes, before it answers. */
	public static class Ledger implements MessageHandler, CallHandler {

		private final String file = "ledger." + ProcessHandle.current().pid();

		@Override
		public String handle(String message, WorkerContext context) throws Exception {
			String[] lines = message.split("\n");
			synchronized (this) {
				Files.writeString(Path.of(lines[0], this.file), lines[1] + "\n", StandardOpenOption.CREATE,
						StandardOpenOption.APPEND);
			}
			return "done";
		}

		@Override
		public byte[] call(WorkerCall call, WorkerContext context) throws Exception {
			return handle(call.method(), context).getBytes(StandardCharsets.UTF_8);
		}

	}

}
