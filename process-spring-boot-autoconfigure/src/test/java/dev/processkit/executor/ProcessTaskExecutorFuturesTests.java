package dev.processkit.executor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.processkit.task.SerializableCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.core.task.TaskRejectedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What an executor promises about its futures: cancellation, order, batches and its own
 * end.
 */
@EnabledOnOs(OS.LINUX)
class ProcessTaskExecutorFuturesTests extends ExecutorFixture {

	@Test
	void cancelledTaskIsCancelledAtOnceAndItsWorkerReplaced() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		long pid = get(executor.submit(() -> ProcessHandle.current().pid()));
		CompletableFuture<String> heeding = blocking(executor);
		// What is only on its way to the worker is dropped there.
		awaitPrinted("blocking");
		assertThat(heeding.cancel(true)).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(heeding::get);
		long next = get(executor.submit(() -> ProcessHandle.current().pid()));
		assertThat(next).isNotEqualTo(pid);
		CompletableFuture<Integer> deaf = executor.submit(ProcessTaskExecutorFuturesTests::spin);
		awaitPrinted("spinning");
		deaf.cancel(true);
		assertThat(get(executor.submit(() -> ProcessHandle.current().pid()))).isNotEqualTo(next);
		awaitStrength(1);
	}

	@Test
	void timeoutOfTheFutureItselfGivesTheTaskUp() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		CompletableFuture<String> slow = blocking(executor).orTimeout(500, TimeUnit.MILLISECONDS);
		assertThatThrownBy(() -> get(slow)).cause().isInstanceOf(TimeoutException.class);
		assertThat(get(executor.submit(() -> "free"))).isEqualTo("free");
	}

	@Test
	void cancelledWaitingTaskIsNeverBegun() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		String gate = this.directory.resolve("gate").toString();
		CompletableFuture<String> first = executor.submit(() -> {
			blockUntilThereIs(gate);
			return "first";
		});
		CompletableFuture<String> waiting = executor.submit(() -> {
			System.out.println("begun in vain");
			return "second";
		});
		assertThat(waiting.cancel(false)).isTrue();
		Files.createFile(Path.of(gate));
		assertThat(get(first)).isEqualTo("first");
		assertThat(get(executor.submit(() -> "third"))).isEqualTo("third");
		assertThat(this.output).doesNotContain("begun in vain");
	}

	@Test
	void cancelWithoutInterruptionLetsATaskEnd() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		String gate = this.directory.resolve("gate").toString();
		CompletableFuture<String> running = executor.submit(() -> {
			blockUntilThereIs(gate);
			System.out.println("ended");
			return "in vain";
		});
		awaitBegun(running);
		running.cancel(false);
		assertThat(running).isCancelled();
		Files.createFile(Path.of(gate));
		assertThat(get(executor.submit(() -> "next"))).isEqualTo("next");
		awaitPrinted("ended");
	}

	@Test
	void fullQueueRejectsAndTheRestGoesOn() throws Exception {
		ProcessTaskExecutor executor = executor(1, 0, Duration.ZERO, 1);
		get(executor.submit(() -> "warm"));
		CompletableFuture<String> running = blocking(executor);
		CompletableFuture<String> waiting = executor.submit(() -> "waited");
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> executor.submit(() -> "too many"))
			.withMessageContaining("Task executor 'tasks' did not take the task");
		running.cancel(true);
		assertThat(get(waiting)).isEqualTo("waited");
	}

	@Test
	void mapKeepsTheOrderAndLooksAheadWithinBounds() {
		ProcessTaskExecutor executor = executor(2);
		AtomicInteger taken = new AtomicInteger();
		Iterator<Integer> endless = Stream.generate(taken::getAndIncrement).iterator();
		List<Integer> results = new ArrayList<>();
		try (Stream<Integer> squares = executor.map(endless, (number) -> number * number)) {
			Iterator<Integer> iterator = squares.iterator();
			for (int i = 0; i < 20; i++) {
				results.add(iterator.next());
				assertThat(taken.get()).isLessThanOrEqualTo(i + 6);
			}
		}
		assertThat(results).isEqualTo(IntStream.range(0, 20).mapToObj((number) -> number * number).toList());
		assertThat(executor.map(List.of("a", "b", "c"), String::toUpperCase)).containsExactly("A", "B", "C");
		assertThat(executor.map(Stream.of(1, 2, 3), (number) -> number + 1).mapToInt(Integer::intValue).sum())
			.isEqualTo(9);
	}

	@Test
	void firstFailureOfMapIsThrownAndTheRestCancelled() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		Stream<Integer> results = executor.map(List.of(1, 0, 2, 3, 4, 5), (number) -> 10 / number);
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(results::toList);
		executor.shutdown();
		assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void batchesWaitForAllOrForAny() throws Exception {
		ProcessTaskExecutor executor = executor(2);
		List<SerializableCallable<Integer>> tasks = List.of(() -> 1, () -> {
			throw new IllegalStateException("on purpose");
		}, () -> 3);
		List<Future<Integer>> all = executor.invokeAll(tasks);
		assertThat(all).allMatch(Future::isDone);
		assertThat(all.get(0).get()).isOne();
		assertThatThrownBy(() -> all.get(1).get()).isInstanceOf(ExecutionException.class)
			.hasCauseInstanceOf(IllegalStateException.class);
		assertThat(executor.invokeAny(tasks)).isIn(1, 3);
		SerializableCallable<Integer> slow = ProcessTaskExecutorFuturesTests::spin;
		List<Future<Integer>> late = executor.invokeAll(List.of(slow, () -> 2), 2, TimeUnit.SECONDS);
		assertThat(late.get(0)).isCancelled();
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> executor.invokeAny(List.of(slow), 500, TimeUnit.MILLISECONDS));
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> executor.invokeAny(List.<Callable<Integer>>of(tasks.get(1))));
		awaitStrength(2);
	}

	@Test
	void shutdownRunsWhatWasTakenAndStopsTheProcesses() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		List<CompletableFuture<Integer>> taken = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			int number = i;
			taken.add(executor.submit(() -> number));
		}
		executor.shutdown();
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> executor.submit(() -> 1))
			.withMessage("Task executor 'tasks' is shut down");
		assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(taken).allMatch((future) -> future.isDone() && !future.isCompletedExceptionally());
		assertThat(this.supervisor.awaitAll(Duration.ofSeconds(20))).isTrue();
	}

	@Test
	void shutdownNowCancelsAllAndReturnsWhatWasNotBegun() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		CompletableFuture<String> running = blocking(executor);
		awaitBegun(running);
		CompletableFuture<Integer> waiting = executor.submit(() -> 1);
		AtomicInteger notBegun = new AtomicInteger();
		executor.shutdownNow().forEach((task) -> {
			notBegun.incrementAndGet();
			task.run();
		});
		assertThat(notBegun).hasValue(1);
		assertThat(running).isCancelled();
		assertThat(waiting).isCancelled();
		assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(executor.isTerminated()).isTrue();
	}

	private static CompletableFuture<String> blocking(ProcessTaskExecutor executor) {
		return executor.submit(() -> {
			System.out.println("blocking");
			block(Duration.ofMinutes(1));
			return "blocked";
		});
	}

	private static void awaitBegun(CompletableFuture<?> task) {
		await().atMost(Duration.ofSeconds(30)).until(() -> ((ProcessTask<?>) task).begun());
	}

	private static int spin() {
		System.out.println("spinning");
		long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
		int rounds = 0;
		while (System.nanoTime() - until < 0) {
			rounds++;
		}
		return rounds;
	}

}
