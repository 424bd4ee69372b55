package dev.processkit.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.processkit.control.WorkerCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What CANCEL does in a real child JVM.
 */
@Timeout(120)
class CancelledCallTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void cancelWhenCallIsBegunInterruptsItAndNothingElse(boolean virtualThreads) throws Exception {
		try (ChildWorker child = start(virtualThreads)) {
			for (int round = 0; round < 20; round++) {
				CompletableFuture<byte @Nullable []> hanging = child.call("hang");
				int begun = round + 1;
				await().until(() -> count(child.printed(), "hanging") == begun);
				child.cancel(hanging);
				assertThatThrownBy(() -> hanging.get(30, TimeUnit.SECONDS))
					.hasMessageContaining("java.lang.InterruptedException");
				assertThat(child.call("interrupted").get(30, TimeUnit.SECONDS)).asString().isEqualTo("false");
			}
			assertThat(child.printed()).doesNotContain("InterruptedException");
		}
	}

	@Test
	void cancelWhenCallWaitsBehindAnotherDropsItAtOnce() throws Exception {
		try (ChildWorker child = start(false)) {
			CompletableFuture<byte @Nullable []> hanging = child.call("hang");
			CompletableFuture<byte @Nullable []> waiting = child.call("print");
			child.cancel(waiting);
			assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasMessageContaining("cancelled: ");
			assertThat(hanging).isNotDone();
			child.cancel(hanging);
			assertThat(child.call("interrupted").get(30, TimeUnit.SECONDS)).asString().isEqualTo("false");
			assertThat(child.printed()).doesNotContain("printed");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void cancelAtAnyMomentLeaksNoInterruptAndLosesNoAnswer(boolean virtualThreads) throws Exception {
		try (ChildWorker child = start(virtualThreads)) {
			List<CompletableFuture<byte @Nullable []>> replies = new ArrayList<>();
			for (int i = 0; i < 3000; i++) {
				CompletableFuture<byte @Nullable []> quick = child.call("quick");
				replies.add(child.call("interrupted"));
				child.cancel(quick);
			}
			for (CompletableFuture<byte @Nullable []> reply : replies) {
				assertThat(reply.get(30, TimeUnit.SECONDS)).asString().isEqualTo("false");
			}
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			child.closed.get(30, TimeUnit.SECONDS);
			assertThat(child.unanswered()).isZero();
		}
	}

	@Test
	void failureOfACallIsNotPrintedButSent() throws Exception {
		try (ChildWorker child = start(true)) {
			assertThatThrownBy(() -> child.call("throw").get(30, TimeUnit.SECONDS)).hasMessageContaining("as asked");
			child.channel.stop();
			assertThat(child.exitCode()).isZero();
			assertThat(child.errors()).doesNotContain("as asked");
		}
	}

	private static ChildWorker start(boolean virtualThreads) throws Exception {
		return ChildWorker.start(Caller.class, virtualThreads, Map.of()).awaitReady();
	}

	private static int count(String text, String word) {
		return text.split(word, -1).length - 1;
	}

	/** Does what the method says. */
	public static class Caller implements MessageHandler, CallHandler {

		@Override
		public String handle(String message, WorkerContext context) {
			return message;
		}

		@Override
		public byte[] call(WorkerCall call, WorkerContext context) throws Exception {
			String result = switch (call.method()) {
				case "hang" -> {
					System.out.println("hanging");
					new CountDownLatch(1).await();
					yield "woken";
				}
				case "print" -> {
					System.out.println("printed");
					yield "printed";
				}
				case "interrupted" -> String.valueOf(Thread.currentThread().isInterrupted());
				case "throw" -> throw new IllegalStateException("as asked");
				default -> call.method();
			};
			return result.getBytes(StandardCharsets.UTF_8);
		}

	}

}
