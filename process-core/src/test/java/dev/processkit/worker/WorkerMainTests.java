package dev.processkit.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import dev.processkit.control.ControlChannel;
import dev.processkit.worker.TestWorkers.Both;
import dev.processkit.worker.TestWorkers.Echo;
import dev.processkit.worker.TestWorkers.LateReady;
import dev.processkit.worker.TestWorkers.Returner;
import dev.processkit.worker.TestWorkers.Runner;
import dev.processkit.worker.TestWorkers.Signalled;
import dev.processkit.worker.TestWorkers.Stubborn;
import dev.processkit.worker.TestWorkers.Talker;
import dev.processkit.worker.TestWorkers.Tasks;
import dev.processkit.worker.TestWorkers.Thrower;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WorkerMain} in real child JVMs.
 */
@Timeout(120)
class WorkerMainTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handleWhenMessagesComeAnswersEach(boolean virtualThreads) throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class, virtualThreads, Map.of("a.b", "c")).awaitReady()) {
			assertThat(child.ask("wörld")).isEqualTo("Hello wörld");
			assertThat(child.ask("null")).isNull();
			assertThat(child.ask("empty")).isEmpty();
			assertThat(child.ask("who")).isEqualTo("test test-0 {a.b=c}");
			assertThatThrownBy(() -> child.ask("throw"))
				.hasMessageContaining("java.lang.IllegalStateException: as asked");
			assertThatThrownBy(() -> child.ask("throw-null")).hasMessageContaining("java.lang.IllegalStateException");
			assertThatThrownBy(() -> child.ask("overflow")).hasMessageContaining("java.lang.StackOverflowError");
			assertThat(child.ask("again")).isEqualTo("Hello again");
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.errors()).contains("as asked").contains("at dev.processkit.worker.TestWorkers$Talker");
		}
	}

	@Test
	void handleWhenMessageIsNoTextDecodesWithReplacement() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class).awaitReady()) {
			CompletableFuture<byte @Nullable []> reply = child.send(new byte[] { 'a', (byte) 0xFF });
			child.channel.flush();
			assertThat(reply.get(30, TimeUnit.SECONDS)).asString().isEqualTo("Hello a\uFFFD");
		}
	}

	@Test
	void handleWhenPrintingKeepsFramesWhole() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class).awaitReady()) {
			assertThat(child.ask("print")).isEqualTo("stdin -1");
			assertThat(child.ask("after")).isEqualTo("Hello after");
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.errors()).contains("to System.out").contains("to descriptor 1");
		}
	}

	@Test
	void handleWhenOnStandardStreamsAnswers() throws Exception {
		try (ChildWorker child = ChildWorker
			.start(ChildWorker.configuration(Talker.class.getName(), "", true, Map.of()), false)
			.awaitReady()) {
			assertThat(child.ask("you")).isEqualTo("Hello you");
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ "exit,7", "memory,3" })
	void handleWhenJvmEndsClosesChannel(String message, int code) throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class).awaitReady()) {
			CompletableFuture<byte @Nullable []> reply = child.send(message);
			assertThat(child.exitCode()).isEqualTo(code);
			assertThat(child.closed.get(30, TimeUnit.SECONDS)).isEqualTo("The worker closed its control channel");
			assertThatThrownBy(reply::join).hasMessageContaining("closed");
		}
	}

	@Test
	void handleWhenPayloadIsLargestRoundTrips() throws Exception {
		try (ChildWorker child = ChildWorker.start(Echo.class).awaitReady()) {
			byte[] payload = new byte[ControlChannel.MAX_PAYLOAD];
			Arrays.fill(payload, (byte) 7);
			for (int round = 0; round < 2; round++) {
				CompletableFuture<byte @Nullable []> reply = child.send(payload);
				child.channel.flush();
				assertThat(reply.get(30, TimeUnit.SECONDS)).isEqualTo(payload);
			}
			assertThatThrownBy(() -> child.channel.request(99, new byte[ControlChannel.MAX_PAYLOAD + 1]))
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageContaining("too long");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handleWhenFloodedAnswersAll(boolean virtualThreads) throws Exception {
		int count = 100_000;
		try (ChildWorker child = ChildWorker.start(Echo.class, virtualThreads, Map.of()).awaitReady()) {
			List<CompletableFuture<byte @Nullable []>> replies = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				if (!child.channel.hasRoom()) {
					child.channel.flush();
					await().atMost(Duration.ofSeconds(30)).until(child.channel::hasRoom);
				}
				replies.add(child.send(new byte[i % 200]));
			}
			child.channel.flush();
			for (int i = 0; i < count; i++) {
				assertThat(replies.get(i).get(30, TimeUnit.SECONDS)).hasSize(i % 200);
			}
			if (!virtualThreads) {
				assertThat(child.replies.subList(0, count))
					.isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
			}
		}
	}

	@Test
	void handleWhenBothPipesAreFullDoesNotDeadlock() throws Exception {
		try (ChildWorker child = ChildWorker.start(Echo.class, false, Map.of()).awaitReady()) {
			List<CompletableFuture<byte @Nullable []>> replies = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				await().atMost(Duration.ofSeconds(30)).until(child.channel::hasRoom);
				replies.add(child.send(new byte[512 << 10]));
				child.channel.flush();
			}
			for (CompletableFuture<byte @Nullable []> reply : replies) {
				assertThat(reply.get(60, TimeUnit.SECONDS)).hasSize(512 << 10);
			}
		}
	}

	@Test
	void handleWhenVirtualThreadsExistHandlesAtTheSameTime() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class).awaitReady()) {
			if (Runtime.version().feature() >= 21) {
				CompletableFuture<byte @Nullable []> first = child.send("wait");
				await().until(() -> "1".equals(child.ask("waiting")));
				assertThat(child.ask("release")).isEqualTo("open");
				assertThat(first.get(30, TimeUnit.SECONDS)).asString().isEqualTo("released");
			}
		}
	}

	@Test
	void handleWhenWorkerIsNoHandlerFailsAsUnsupported() throws Exception {
		try (ChildWorker child = ChildWorker.start(Runner.class).awaitReady()) {
			assertThatThrownBy(() -> child.ask("hi")).hasMessageContaining("unsupported: " + Runner.class.getName());
		}
	}

	@Test
	void runWhenStoppedReturnsInOrder() throws Exception {
		try (ChildWorker child = ChildWorker.start(Runner.class).awaitReady()) {
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.errors()).isEqualTo("begun\nrunning false\n");
			assertThat(child.closed.get(30, TimeUnit.SECONDS)).isEqualTo("The worker closed its control channel");
		}
	}

	@Test
	void runWhenItReturnsExitsWithZero() throws Exception {
		try (ChildWorker child = ChildWorker.start(Returner.class, true, Map.of("colour.of.sky", "blue"))) {
			assertThat(child.exitCode()).isZero();
			child.closed.get(30, TimeUnit.SECONDS);
			assertThat(child.errors()).isEqualTo("done blue\n");
			assertThat(child.ready).isDone();
		}
	}

	@Test
	void runWhenItThrowsTellsAndExitsWithOne() throws Exception {
		try (ChildWorker child = ChildWorker.start(Thrower.class)) {
			assertThat(child.exitCode()).isEqualTo(1);
			assertThat(child.closed.get(30, TimeUnit.SECONDS)).isNotEmpty();
			assertThat(child.failures).containsExactly("0 java.lang.IllegalStateException: cannot go on");
			assertThat(child.errors()).contains("cannot go on").contains("TestWorkers$Thrower.run");
		}
	}

	@Test
	void runWhenItIsHandlerTooGoesOnAnswering() throws Exception {
		try (ChildWorker child = ChildWorker.start(Both.class).awaitReady()) {
			await().until(() -> "true".equals(child.ask("ran")));
			assertThat(child.ask("you")).isEqualTo("Hello you");
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
		}
	}

	@Test
	void runWhenReadyLaterSaysSoOnce() throws Exception {
		try (ChildWorker child = ChildWorker.start(LateReady.class, true, Map.of("delay", "300")).awaitReady()) {
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.closed.get(30, TimeUnit.SECONDS)).isEqualTo("The worker closed its control channel");
		}
	}

	@Test
	void heartbeatWhenNotReadyIsSentAnyhow() throws Exception {
		try (ChildWorker child = ChildWorker.start(LateReady.class, true, Map.of("delay", "60000"))) {
			long opened = child.channel.lastHeardNanos();
			await().until(() -> child.channel.lastHeardNanos() != opened);
			long before = child.channel.lastHeardNanos();
			await().until(() -> child.channel.lastHeardNanos() - before > Duration.ofMillis(300).toNanos());
			assertThat(child.ready).isNotDone();
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TERM", "INT" })
	void signalWhenToEndStopsInOrder(String signal) throws Exception {
		try (ChildWorker child = ChildWorker.start(Runner.class).awaitReady()) {
			child.signal(signal);
			await().until(() -> child.states.contains("stopping"));
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.errors()).isEqualTo("begun\nrunning false\n");
		}
	}

	@Test
	void signalWhenStopTakesLongKeepsRefusingWhatIsOnItsWay() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class).awaitReady()) {
			child.signal("TERM");
			// From then on nothing is begun.
			await().until(() -> child.states.contains("stopping"));
			await().during(Duration.ofMillis(1500)).until(child.process()::isAlive);
			assertThatThrownBy(() -> child.ask("late")).hasMessageContaining("stopped");
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.unanswered()).isZero();
		}
	}

	@Test
	void signalWhenToEndFinishesWhatWasBegun() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class, false, Map.of()).awaitReady()) {
			CompletableFuture<byte @Nullable []> begun = child.send("wait");
			await().until(() -> child.printed().contains("waiting"));
			CompletableFuture<byte @Nullable []> waiting = child.send("never");
			child.channel.pause();
			await().until(() -> child.states.contains("paused"));
			child.signal("TERM");
			assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasMessageContaining("stopped");
			assertThatThrownBy(() -> child.ask("late")).hasMessageContaining("stopped");
			assertThat(begun).isNotDone();
			assertThat(child.process().isAlive()).isTrue();
		}
	}

	@Test
	void signalWhenHandledCallsHandlersInTurn() throws Exception {
		try (ChildWorker child = ChildWorker.start(Signalled.class).awaitReady()) {
			child.signal("USR1");
			await().until(() -> "12".equals(child.ask("")));
			child.signal("HUP");
			await().until(() -> "12h".equals(child.ask("")));
			assertThatThrownBy(() -> child.ask("QUIT")).hasMessageContaining("the JVM keeps it for itself");
			assertThatThrownBy(() -> child.ask("SIGKILL")).hasMessageContaining("the kernel delivers it to no handler");
			assertThatThrownBy(() -> child.ask("NONSENSE")).hasMessageContaining("Unknown signal: NONSENSE");
			assertThat(child.ask("WINCH")).isEqualTo("12h");
		}
	}

	@Test
	void closeWhenWorkerIgnoresItEndsItAnyhow() throws Exception {
		try (ChildWorker child = ChildWorker.start(Stubborn.class).awaitReady()) {
			child.channel.close();
			assertThat(child.exitCode()).isEqualTo(1);
			assertThat(child.errors()).contains("The application is gone");
		}
	}

	@Test
	void closeWhenWorkerListensEndsItInOrder() throws Exception {
		// A busy machine may not end a JVM in the second that an orphan has.
		try (ChildWorker child = ChildWorker
			.start(ChildWorker.configuration(Runner.class.getName(), "", true, Map.of()), true,
					"-Dprocesskit.orphan-millis=60000")
			.awaitReady()) {
			child.channel.close();
			assertThat(child.exitCode()).isZero();
			assertThat(child.errors()).contains("running false");
		}
	}

	@Test
	void pauseWhenMessagesComeKeepsThemUntilResume() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class).awaitReady()) {
			child.channel.pause();
			await().until(() -> child.states.contains("paused"));
			CompletableFuture<byte @Nullable []> reply = child.send("you");
			child.channel.pause();
			await().until(() -> child.states.size() == 2);
			assertThat(reply).isNotDone();
			child.channel.resume();
			assertThat(reply.get(30, TimeUnit.SECONDS)).asString().isEqualTo("Hello you");
			assertThat(child.states).containsExactly("paused", "paused", "running");
		}
	}

	@Test
	void pauseWhenTooManyMessagesComeRefusesThemAndStillResumes() throws Exception {
		try (ChildWorker child = ChildWorker.start(Echo.class).awaitReady()) {
			child.channel.pause();
			List<CompletableFuture<byte @Nullable []>> replies = new ArrayList<>();
			int room = 8192;
			for (int i = 0; i < room + 76; i++) {
				replies.add(child.send(new byte[10]));
			}
			child.channel.flush();
			assertThatThrownBy(() -> replies.get(room + 75).get(30, TimeUnit.SECONDS)).hasMessageContaining("busy");
			child.channel.resume();
			assertThat(replies.get(0).get(30, TimeUnit.SECONDS)).hasSize(10);
			assertThat(replies.get(room - 1).get(30, TimeUnit.SECONDS)).hasSize(10);
			assertThat(child.failures).hasSize(76);
		}
	}

	@Test
	void executorWhenUsedRunsTasksTogether() throws Exception {
		try (ChildWorker child = ChildWorker.start(Tasks.class).awaitReady()) {
			assertThat(child.ask("go")).isEqualTo("together");
		}
	}

}
