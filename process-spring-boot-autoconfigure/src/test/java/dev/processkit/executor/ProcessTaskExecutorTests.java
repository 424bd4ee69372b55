package dev.processkit.executor;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.InstanceStatus;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessSignal;
import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.WorkerExitedException;
import dev.processkit.task.SerializableCallable;
import dev.processkit.task.SerializableRunnable;
import dev.processkit.task.TaskSerializationException;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tasks in real workers: what they return, and every way in which they can end one.
 */
@EnabledOnOs(OS.LINUX)
class ProcessTaskExecutorTests extends ExecutorFixture {

	@Test
	void lambdasRunElsewhereWithWhatTheyCapture() throws Exception {
		ProcessTaskExecutor executor = executor(2);
		long here = ProcessHandle.current().pid();
		String captured = "captured";
		assertThat(get(executor.submit(() -> captured.length() + 1))).isEqualTo(9);
		assertThat(get(executor.submit(() -> ProcessHandle.current().pid()))).isNotEqualTo(here);
		assertThat(get(executor.submit(() -> {
		}))).isNull();
		assertThat(get(executor.submit(ProcessTaskExecutorTests::answer))).isEqualTo(42);
		assertThat(get(executor.submit(() -> (String) null))).isNull();
		Future<String> named = executor.submit((SerializableRunnable) () -> {
		}, "result");
		assertThat(get(named)).isEqualTo("result");
		Callable<Integer> callable = (SerializableCallable<Integer>) () -> 7;
		assertThat(get(executor.submitCompletable(callable))).isEqualTo(7);
		executor.execute(() -> System.out.println("printed by a task"));
		assertThat(get(executor.submit(() -> new byte[4 << 20]))).hasSize(4 << 20);
		executor.shutdown();
		assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		awaitPrinted("printed by a task");
	}

	@Test
	void exceptionArrivesWithItsTypeAndBodyMayThrow() {
		ProcessTaskExecutor executor = executor(1);
		assertThatThrownBy(() -> get(executor.submit(() -> {
			throw new java.io.IOException("on purpose");
		}))).isInstanceOf(ExecutionException.class).cause().isInstanceOf(java.io.IOException.class);
		assertThatThrownBy(() -> get(executor.submit(() -> overflow(0)))).cause()
			.isInstanceOf(StackOverflowError.class);
	}

	@Test
	void unserialisableTaskIsRefusedAtSubmitWithoutAProcess() {
		ProcessTaskExecutor executor = executor(1);
		Callable<String> plain = () -> "no";
		assertThatExceptionOfType(TaskSerializationException.class).isThrownBy(() -> executor.submit(plain));
		assertThat(this.supervisor.status().processes()).isEmpty();
		assertThat(executor.shutdownNow()).isEmpty();
		assertThat(executor.isTerminated()).isTrue();
	}

	@Test
	void taskThatExitsHarmsNoOther() throws Exception {
		WorkerExitedException failure = harmsNoOther(() -> {
			System.out.println("leaving");
			System.exit(5);
			return 0;
		});
		assertThat(failure.exit()).returns(5, ProcessExit::code).returns(null, ProcessExit::signal);
		assertThat(failure.lastLines()).contains("leaving");
		assertThat(failure).hasMessageContaining("exited with code 5");
	}

	@Test
	void taskThatCrashesTheJvmHarmsNoOther() throws Exception {
		WorkerExitedException failure = harmsNoOther(() -> {
			Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
			field.setAccessible(true);
			Object unsafe = field.get(null);
			unsafe.getClass().getMethod("putAddress", long.class, long.class).invoke(unsafe, 0L, 0L);
			return 0;
		});
		// The JVM's own report of the crash, to its end.
		assertThat(failure.exit()).returns(ProcessSignal.ABRT, ProcessExit::signal);
		assertThat(failure.lastLines()).contains("END.");
		assertThat(failure).hasMessageContaining("ended by signal ABRT");
	}

	@Test
	void taskThatUsesUpTheMemoryHarmsNoOther() throws Exception {
		WorkerExitedException failure = harmsNoOther(() -> {
			List<byte[]> leak = new ArrayList<>();
			while (leak.size() < 1_000_000) {
				leak.add(new byte[1 << 20]);
			}
			return leak.size();
		});
		// What the option -XX:+ExitOnOutOfMemoryError ends with.
		assertThat(failure.exit()).returns(3, ProcessExit::code).returns(null, ProcessExit::signal);
		assertThat(failure.lastLines()).anyMatch((line) -> line.contains("OutOfMemoryError"));
	}

	@Test
	void taskThatIsKilledHarmsNoOther() throws Exception {
		WorkerExitedException failure = harmsNoOther(() -> {
			Runtime.getRuntime().exec(new String[] { "sh", "-c", "kill -9 " + ProcessHandle.current().pid() });
			block(Duration.ofMinutes(1));
			return 0;
		});
		assertThat(failure.exit()).returns(ProcessSignal.KILL, ProcessExit::signal);
	}

	@Test
	void taskThatIsDeafToItsTimeoutHarmsNoOther() throws Exception {
		ProcessTaskExecutor executor = executor(2);
		get(executor.submit(() -> "warm"));
		awaitStrength(2);
		String gate = this.directory.resolve("gate").toString();
		CompletableFuture<String> running = executor.submit(() -> {
			blockUntilThereIs(gate);
			return "ran on";
		});
		CompletableFuture<Integer> deaf = submitDeaf(executor);
		CompletableFuture<String> waiting = executor.submit(() -> "waited");
		assertTimesOut(deaf);
		// One whose time was over before it came to the worker is dropped there.
		for (int i = 0; i < 3 && deafPid(Duration.ofSeconds(10)) == null; i++) {
			assertTimesOut(submitDeaf(executor));
		}
		Long pid = deafPid(Duration.ofSeconds(10));
		assertThat(pid).isNotNull();
		await().atMost(Duration.ofSeconds(30)).until(() -> ProcessHandle.of(pid).isEmpty());
		assertThat(get(waiting)).isEqualTo("waited");
		Files.createFile(Path.of(gate));
		assertThat(get(running)).isEqualTo("ran on");
		awaitStrength(2);
		assertThat(this.supervisor.find("tasks").instances()).extracting(InstanceStatus::lastExitReason)
			.containsExactlyInAnyOrder(null, "did not react to the cancellation of a request within 1s");
	}

	private static CompletableFuture<Integer> submitDeaf(ProcessTaskExecutor executor) {
		return executor.submit(() -> {
			System.out.println("deaf " + ProcessHandle.current().pid());
			while (true) {
				Thread.interrupted();
				LockSupport.parkNanos(1_000_000);
			}
		}, Duration.ofSeconds(5));
	}

	private static void assertTimesOut(CompletableFuture<?> task) {
		assertThatThrownBy(() -> get(task)).cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT));
	}

	private @Nullable Long deafPid(Duration patience) {
		try {
			return await().atMost(patience)
				.until(() -> List.copyOf(this.output)
					.stream()
					.filter((printed) -> printed.startsWith("deaf "))
					.map((printed) -> Long.valueOf(printed.substring("deaf ".length())))
					.findFirst()
					.orElse(null), Objects::nonNull);
		}
		catch (ConditionTimeoutException ex) {
			return null;
		}
	}

	private WorkerExitedException harmsNoOther(SerializableCallable<Integer> deadly) throws Exception {
		ProcessTaskExecutor executor = executor(2);
		CompletableFuture<String> running = executor.submit(() -> {
			block(Duration.ofSeconds(4));
			return "ran on";
		});
		CompletableFuture<Integer> dying = executor.submit(deadly);
		List<CompletableFuture<Integer>> waiting = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			int number = i;
			waiting.add(executor.submit(() -> number));
		}
		WorkerExitedException failure = (WorkerExitedException) catchThrowable(() -> get(dying)).getCause();
		assertThat(failure.kind()).isEqualTo(Kind.WORKER_EXITED);
		assertThat(failure.instance().process()).isEqualTo("tasks");
		for (int i = 0; i < 10; i++) {
			assertThat(get(waiting.get(i))).isEqualTo(i);
		}
		assertThat(get(running)).isEqualTo("ran on");
		awaitStrength(2);
		return failure;
	}

	@Test
	void workerIsReplacedAfterItsTasksAndThatIsNoRestart() throws Exception {
		ProcessTaskExecutor executor = executor(1, 3, Duration.ZERO, 1000);
		List<CompletableFuture<Long>> pids = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			pids.add(executor.submit(() -> ProcessHandle.current().pid()));
		}
		List<Long> seen = new ArrayList<>();
		for (CompletableFuture<Long> pid : pids) {
			seen.add(get(pid));
		}
		assertThat(seen.stream().distinct()).hasSize(4);
		awaitStrength(1);
		assertThat(this.supervisor.find("tasks").instances().get(0).restarts()).isZero();
		assertThat(this.supervisor.find("tasks").instances().get(0).lastExitReason()).isEqualTo("served 3 tasks");
	}

	@Test
	void timeoutMayBeEndlessButNotNegative() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		assertThat(get(executor.submit(() -> "in time", Duration.ofSeconds(Long.MAX_VALUE)))).isEqualTo("in time");
		assertThatIllegalArgumentException().isThrownBy(() -> executor.submit(() -> "never", Duration.ofMillis(-1)))
			.withMessageContaining("use zero for no limit");
	}

	@Test
	void timeoutEndsTheTaskAndTheNextOneRuns() throws Exception {
		ProcessTaskExecutor executor = executor(1, 0, Duration.ofMillis(500), 1000);
		CompletableFuture<String> slow = executor.submit(() -> {
			block(Duration.ofMinutes(1));
			return "too late";
		});
		CompletableFuture<String> longer = executor.submit(() -> {
			block(Duration.ofMillis(700));
			return "in its own time";
		}, Duration.ofMinutes(1));
		assertThatThrownBy(() -> get(slow)).cause()
			.isInstanceOfSatisfying(RequestFailedException.class,
					(failure) -> assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT));
		assertThat(get(longer)).isEqualTo("in its own time");
		awaitStrength(1);
	}

	@Test
	void attachedWorkMayWaitForTheNextTaskOfTheSameWorker() throws Exception {
		ProcessTaskExecutor executor = executor(1);
		CompletableFuture<Integer> sum = executor.submit(() -> 1)
			.thenApply((one) -> one + executor.submit(() -> 2).join());
		assertThat(get(sum)).isEqualTo(3);
	}

	private static int answer() {
		return 42;
	}

	@SuppressWarnings("InfiniteRecursion")
	private static int overflow(int depth) {
		return overflow(depth + 1) + 1;
	}

}
