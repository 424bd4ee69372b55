package dev.processkit.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import dev.processkit.control.WorkerConfiguration;
import dev.processkit.worker.TestWorkers.Talker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * On which threads a real child JVM handles messages, and what a slow one does to others.
 */
@Timeout(120)
class HandlingTests {

	@Test
	void handleWhenHandlersAreSlowUsesVirtualThreads() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class).awaitReady()) {
			if (Runtime.version().feature() >= 21) {
				await().until(() -> child.ask("slow virtual").contains("VirtualThread"));
			}
		}
	}

	@Test
	void handleWhenVirtualThreadsAreOffUsesOneThread() throws Exception {
		try (ChildWorker child = ChildWorker.start(Talker.class, false, Map.of()).awaitReady()) {
			assertThat(child.ask("thread")).isEqualTo("messages");
			assertThat(child.ask("slow thread")).isEqualTo("messages");
			assertThat(child.ask("thread")).isEqualTo("messages");
		}
	}

	@Test
	void handleWhenSomeAreSlowKeepsTheOrderOfOneThread() throws Exception {
		int count = 3000;
		try (ChildWorker child = ChildWorker.start(Talker.class, false, Map.of()).awaitReady()) {
			List<CompletableFuture<byte @Nullable []>> replies = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				replies.add(child.send((i % 50 == 0) ? "slow thread" : "thread"));
			}
			for (CompletableFuture<byte @Nullable []> reply : replies) {
				assertThat(reply.get(30, TimeUnit.SECONDS)).asString().isEqualTo("messages");
			}
			assertThat(child.replies).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handleWhenOneHangsAnswersWhatCameBeforeAndReadsOn(boolean virtualThreads) throws Exception {
		try (ChildWorker child = ChildWorker.start(configuration(virtualThreads), true).awaitReady()) {
			for (int i = 0; i < 1000; i++) {
				child.ask("warm");
			}
			CompletableFuture<byte @Nullable []> before = child.send("before".getBytes());
			CompletableFuture<byte @Nullable []> hanging = child.send("wait");
			assertThat(before.get(30, TimeUnit.SECONDS)).asString().isEqualTo("Hello before");
			child.channel.pause();
			await().until(() -> child.states.contains("paused"));
			child.channel.resume();
			await().until(() -> child.states.contains("running"));
			CompletableFuture<byte @Nullable []> other = child.send("release");
			if (virtualThreads && Runtime.version().feature() >= 21) {
				assertThat(other.get(30, TimeUnit.SECONDS)).asString().isEqualTo("open");
				assertThat(hanging.get(30, TimeUnit.SECONDS)).asString().isEqualTo("released");
			}
			else {
				child.channel.stop();
				await().until(() -> child.failures.contains("1003 stopped: The worker is stopping"));
				assertThat(hanging).isNotDone();
			}
		}
	}

	/** Without heartbeats, which flush what was forgotten. */
	private static WorkerConfiguration configuration(boolean virtualThreads) {
		return new WorkerConfiguration("test", "test-0", Talker.class.getName(), "", "", virtualThreads,
				Duration.ofMinutes(5), Map.of(), Map.of());
	}

}
