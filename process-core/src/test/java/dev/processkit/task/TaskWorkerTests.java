package dev.processkit.task;

import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import dev.processkit.control.WorkerCall;
import dev.processkit.worker.WorkerContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tasks from bytes to bytes, without a process.
 */
class TaskWorkerTests {

	private static final AtomicInteger read = new AtomicInteger();

	private final TaskCodec codec = new TaskCodec("secret", getClass().getClassLoader(), null);

	private final RecordingContext context = new RecordingContext();

	@Test
	void runsCallablesRunnablesAndLambdas() throws Throwable {
		SerializableCallable<String> callable = () -> "done";
		SerializableRunnable runnable = () -> {
		};
		assertThat(outcome(callable)).isEqualTo("done");
		assertThat(outcome(runnable)).isNull();
		SerializableFunction<Integer, Integer> function = (number) -> number * 2;
		assertThat(outcome(function.of(21))).isEqualTo(42);
		assertThat(outcome((SerializableCallable<List<?>>) List::of)).isEqualTo(List.of());
	}

	@Test
	void taskWithAWrongTokenIsRefusedAndNothingIsDeserialised() {
		for (String wrong : List.of("secres", "secre", "", "secret2", "another token altogether")) {
			byte[] payload = new TaskCodec(wrong, getClass().getClassLoader(), null).write(new Telltale());
			int before = read.get();
			assertThatThrownBy(() -> run(payload, 0)).as("token '%s'", wrong)
				.isInstanceOfAny(SecurityException.class, TaskSerializationException.class);
			assertThat(read.get()).isEqualTo(before);
		}
		assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> run(new byte[0], 0))
			.withMessageContaining("token");
	}

	@Test
	void exceptionArrivesAsItIs() {
		SerializableCallable<String> task = () -> {
			throw new IllegalStateException("thrown on purpose", new NumberFormatException("why"));
		};
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> outcome(task))
			.withMessage("thrown on purpose")
			.withCauseInstanceOf(NumberFormatException.class);
	}

	@Test
	void exceptionThatCannotBeSerialisedIsThrownOnForTheWireToTell() {
		SerializableCallable<String> task = () -> {
			throw new Unserialisable();
		};
		assertThatExceptionOfType(Unserialisable.class).isThrownBy(() -> run(this.codec.write(task), 0));
	}

	@Test
	void resultThatCannotBeSerialisedFailsTheTaskWithTheReason() {
		SerializableCallable<Object> task = Object::new;
		assertThatExceptionOfType(TaskSerializationException.class).isThrownBy(() -> outcome(task))
			.withMessageContaining("The result of the task, a java.lang.Object, cannot be serialised");
	}

	@Test
	void stackOverflowFailsTheTaskOnly() throws Throwable {
		SerializableCallable<Integer> endless = () -> endless(1);
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> outcome(endless));
		assertThat(outcome((SerializableCallable<String>) () -> "well")).isEqualTo("well");
	}

	@Test
	void outOfMemoryIsNotCaught() {
		SerializableCallable<Integer> task = () -> {
			throw new OutOfMemoryError("thrown on purpose");
		};
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> run(this.codec.write(task), 0));
	}

	@Test
	void plainLambdaIsRefusedWithTheRemedy() {
		Callable<String> plain = () -> "no";
		assertThatExceptionOfType(TaskSerializationException.class).isThrownBy(() -> this.codec.write(plain))
			.withMessageContaining("a lambda of " + getClass().getName())
			.withMessageContaining("SerializableCallable")
			.withCauseInstanceOf(NotSerializableException.class);
	}

	@Test
	void capturedObjectThatCannotBeSerialisedIsNamed() {
		Object captured = new Object();
		SerializableCallable<String> task = captured::toString;
		assertThatExceptionOfType(TaskSerializationException.class).isThrownBy(() -> this.codec.write(task))
			.withMessageContaining("it holds a java.lang.Object")
			.withMessageContaining("Capture only serialisable variables");
	}

	@Test
	void taskNestedTooDeeplyIsRefused() {
		List<Object> deep = new ArrayList<>();
		for (int i = 0; i < 200_000; i++) {
			deep = new ArrayList<>(List.of(deep));
		}
		List<Object> nested = deep;
		SerializableCallable<Integer> task = nested::size;
		assertThatExceptionOfType(TaskSerializationException.class).isThrownBy(() -> this.codec.write(task))
			.withMessageContaining("nested too deeply");
	}

	@Test
	void filterOfTheApplicationDecidesOnResults() throws Exception {
		byte[] outcome = run(this.codec.write((SerializableCallable<Object>) Telltale::new), 0);
		ObjectInputFilter none = (info) -> (info.serialClass() == Telltale.class) ? ObjectInputFilter.Status.REJECTED
				: ObjectInputFilter.Status.UNDECIDED;
		TaskCodec filtering = new TaskCodec("secret", getClass().getClassLoader(), none);
		int before = read.get();
		assertThatExceptionOfType(TaskSerializationException.class).isThrownBy(() -> filtering.outcome(outcome))
			.withMessageContaining("The result of the task cannot be read");
		assertThat(read.get()).isEqualTo(before);
	}

	@Test
	void workerRetiresAfterItsLastTaskAndAfterAnInterruptedOne() throws Exception {
		TaskWorker worker = new TaskWorker(this.codec, 2);
		WorkerCall call = new WorkerCall("run", Map.of(), this.codec.write((SerializableRunnable) () -> {
		}));
		worker.call(call, this.context);
		assertThat(this.context.retired).isEmpty();
		worker.call(call, this.context);
		assertThat(this.context.retired).containsExactly("served 2 tasks");
		SerializableCallable<String> interrupted = () -> {
			throw new InterruptedException();
		};
		run(this.codec.write(interrupted), 0);
		assertThat(this.context.retired).endsWith("a task was interrupted");
	}

	private Object outcome(Object task) throws Throwable {
		return this.codec.outcome(run(this.codec.write(task), 0));
	}

	private byte[] run(byte[] payload, int maxTasks) throws Exception {
		return new TaskWorker(this.codec, maxTasks).call(new WorkerCall("run", Map.of(), payload), this.context);
	}

	@SuppressWarnings("InfiniteRecursion")
	private static int endless(int depth) {
		return endless(depth + 1) + 1;
	}

	/** Tells that it was deserialised. */
	private static final class Telltale implements Serializable, Runnable {

		private static final long serialVersionUID = 1;

		private Object readResolve() {
			read.incrementAndGet();
			return this;
		}

		@Override
		public void run() {
		}

	}

	private static final class Unserialisable extends Exception {

		private static final long serialVersionUID = 1;

		@SuppressWarnings({ "serial", "unused" })
		private final Object field = new Object();

	}

	private static final class RecordingContext implements WorkerContext {

		private final List<String> retired = new ArrayList<>();

		@Override
		public String name() {
			return "tasks";
		}

		@Override
		public String instance() {
			return "tasks-0";
		}

		@Override
		public Map<String, String> args() {
			return Map.of();
		}

		@Override
		public boolean running() {
			return true;
		}

		@Override
		public boolean sleep(Duration duration) {
			return true;
		}

		@Override
		public void ready() {
		}

		@Override
		public void retire(String reason) {
			this.retired.add(reason);
		}

		@Override
		public void onSignal(String signal, Runnable handler) {
		}

		@Override
		public Executor executor() {
			return Runnable::run;
		}

	}

}
