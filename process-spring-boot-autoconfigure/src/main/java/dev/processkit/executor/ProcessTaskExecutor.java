package dev.processkit.executor;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.processkit.ProcessDefinition;
import dev.processkit.RequestFailedException;
import dev.processkit.supervisor.Supervisor;
import dev.processkit.task.SerializableCallable;
import dev.processkit.task.SerializableFunction;
import dev.processkit.task.SerializableRunnable;
import dev.processkit.task.TaskCodec;
import dev.processkit.task.TaskSerializationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;

/**
 * Runs tasks in worker JVMs, one at a time in each. Whatever a task does to its JVM, no
 * other task and no bean is harmed: its own future fails, the worker is replaced.
 * <p>
 * Tasks travel by Java serialisation: the task when it is submitted, on the submitting
 * thread, its result or exception when it has ended. Lambdas that are passed directly to
 * {@link #submit(SerializableCallable)} and the like are serialisable by themselves. A
 * task that cannot be serialised is refused with a {@link TaskSerializationException}.
 * <p>
 * A future fails with what the task threw; with a {@link RequestFailedException} when the
 * worker exited, the task took too long, waited too long, or threw what cannot be
 * serialised. Tasks are begun in the order in which they were submitted and never run
 * twice. What is attached to a future runs on a thread of the executor and may block.
 * <p>
 * Thread-safe. The processes are started with the first task at the latest.
 *
 * @since 0.1
 */
public final class ProcessTaskExecutor implements AsyncTaskExecutor, ExecutorService {

	private static final Log logger = LogFactory.getLog(ProcessTaskExecutor.class);

	private final TaskProcess process;

	private final TaskSupport support;

	private final Duration timeout;

	private final OpenTasks tasks;

	/**
	 * Create an executor.
	 * @param supervisor keeps its processes
	 * @param definition its processes, whose program comes from
	 * {@link dev.processkit.task.TaskWorkerFactory#program} and whose policies give one
	 * instance one request at a time
	 * @param codec has the token of that program
	 * @param timeout how long a task may run, waiting not included; zero for no limit
	 * @param obstacle says why the processes must not be started, or {@code null}; asked
	 * when they are about to be started, and not again once there is a reason
	 */
	public ProcessTaskExecutor(Supervisor supervisor, ProcessDefinition definition, TaskCodec codec, Duration timeout,
			Supplier<@Nullable String> obstacle) {
		this.process = new TaskProcess(supervisor, definition, obstacle);
		this.support = new TaskSupport(definition.name(), codec);
		this.timeout = timeout;
		this.tasks = new OpenTasks(this::terminated);
	}

	private void terminated() {
		this.support.close();
		this.process.stop("its executor is shut down");
	}

	/**
	 * Start the processes, unless that was done. Does not wait until they are ready.
	 * @throws TaskRejectedException if they cannot or must not be started
	 */
	public void start() {
		this.process.start();
	}

	/**
	 * The name of the executor and of its process.
	 * @return the name
	 */
	public String name() {
		return this.process.definition().name();
	}

	/**
	 * Run a task.
	 * @param <T> the type of the result
	 * @param task the task, such as a lambda
	 * @return the result; cancelling a running task interrupts it, and replaces its
	 * worker
	 */
	public <T extends @Nullable Object> CompletableFuture<T> submit(SerializableCallable<T> task) {
		return submit(task, this.timeout);
	}

	/**
	 * Run a task within a time of its own.
	 * @param <T> the type of the result
	 * @param task the task, such as a lambda
	 * @param timeout how long it may run, waiting not included; zero for no limit
	 * @return as {@link #submit(SerializableCallable)}
	 * @throws IllegalArgumentException if the time-out is negative
	 */
	public <T extends @Nullable Object> CompletableFuture<T> submit(SerializableCallable<T> task, Duration timeout) {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException(
					"The time-out of a task cannot be negative (%s); use zero for no limit".formatted(timeout));
		}
		return send(task, ProcessTaskExecutor::cast, timeout);
	}

	/**
	 * Run a task.
	 * @param task the task, such as a lambda
	 * @return completes with {@code null}
	 */
	public CompletableFuture<@Nullable Void> submit(SerializableRunnable task) {
		return send(task, (nothing) -> null, this.timeout);
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> submit(Callable<T> task) {
		return send(task, ProcessTaskExecutor::cast, this.timeout);
	}

	@Override
	public CompletableFuture<?> submit(Runnable task) {
		return this.<@Nullable Void>send(task, (nothing) -> null, this.timeout);
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> submit(Runnable task, T result) {
		return send(task, (nothing) -> result, this.timeout);
	}

	@Override
	public <T extends @Nullable Object> CompletableFuture<T> submitCompletable(Callable<T> task) {
		return submit(task);
	}

	@Override
	@SuppressWarnings("NullAway") // A Void is null, whatever Spring's signature says.
	public CompletableFuture<Void> submitCompletable(Runnable task) {
		return this.<@Nullable Void>send(task, (nothing) -> null, this.timeout);
	}

	/**
	 * Run a task whose failure only the log is told.
	 * @param task the task, such as a lambda
	 */
	public void execute(SerializableRunnable task) {
		execute((Runnable) task);
	}

	@Override
	public void execute(Runnable task) {
		submit(task).whenComplete((nothing, failure) -> {
			if (failure != null) {
				logger.error("A task of '%s' failed".formatted(name()), failure);
			}
		});
	}

	/**
	 * Apply a function to each item. No more than twice as many items as there are
	 * workers are on their way, so that the items may be endless.
	 * @param <T> the type of the items
	 * @param <R> the type of the results
	 * @param items the items
	 * @param function the function, such as a lambda
	 * @return the results in the order of the items; lazy: the first task is submitted
	 * when the first result is asked for. The first failure is thrown and cancels the
	 * rest, as closing does; a checked exception comes as the cause of a
	 * {@link java.util.concurrent.CompletionException}.
	 */
	public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> map(Collection<? extends T> items,
			SerializableFunction<? super T, ? extends R> function) {
		return map(items.iterator(), function);
	}

	/**
	 * The same for a stream, which is closed with the results.
	 * @param <T> the type of the items
	 * @param <R> the type of the results
	 * @param items the items
	 * @param function the function, such as a lambda
	 * @return as {@link #map(Collection, SerializableFunction)}
	 */
	public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> map(Stream<? extends T> items,
			SerializableFunction<? super T, ? extends R> function) {
		return this.<T, R>map(items.iterator(), function).onClose(items::close);
	}

	/**
	 * The same for an iterator, which is used by the thread that takes the results.
	 * @param <T> the type of the items
	 * @param <R> the type of the results
	 * @param items the items
	 * @param function the function, such as a lambda
	 * @return as {@link #map(Collection, SerializableFunction)}
	 */
	public <T extends @Nullable Object, R extends @Nullable Object> Stream<R> map(Iterator<? extends T> items,
			SerializableFunction<? super T, ? extends R> function) {
		Function<T, CompletableFuture<R>> submit = (item) -> send(new Application<>(function, item),
				ProcessTaskExecutor::cast, this.timeout);
		return new OrderedResults<T, R>(items, submit, 2 * this.process.parallelism()).stream();
	}

	private <T extends @Nullable Object> ProcessTask<T> send(Object work, Function<@Nullable Object, T> result,
			Duration timeout) {
		ProcessTask<T> task = new ProcessTask<>(work, result, timeout, this.support);
		if (!this.tasks.add(task)) {
			throw new TaskRejectedException("Task executor '%s' is shut down".formatted(name()));
		}
		try {
			byte[] payload = this.support.codec().write(work);
			this.process.start();
			this.process.send(task, payload);
		}
		catch (RuntimeException | Error ex) {
			this.tasks.remove(task);
			throw ex;
		}
		task.whenComplete((value, failure) -> this.tasks.remove(task));
		RequestFailedException refusal = task.refusal();
		if (refusal != null) {
			throw new TaskRejectedException(
					"Task executor '%s' did not take the task: %s".formatted(name(), refusal.getMessage()), refusal);
		}
		return task;
	}

	/** Whoever submits knows the type, and whether {@code null} is of it. */
	@SuppressWarnings({ "unchecked", "NullAway" })
	private static <T extends @Nullable Object> T cast(@Nullable Object result) {
		return (T) result;
	}

	@Override
	public <T extends @Nullable Object> List<java.util.concurrent.Future<T>> invokeAll(
			Collection<? extends Callable<T>> tasks) throws InterruptedException {
		return new TaskBatch<T>(this, tasks).all(Long.MAX_VALUE);
	}

	@Override
	public <T extends @Nullable Object> List<java.util.concurrent.Future<T>> invokeAll(
			Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
		return new TaskBatch<T>(this, tasks).all(unit.toNanos(timeout));
	}

	@Override
	public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
			throws InterruptedException, ExecutionException {
		try {
			return new TaskBatch<T>(this, tasks).any(Long.MAX_VALUE);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout,
			TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		return new TaskBatch<T>(this, tasks).any(unit.toNanos(timeout));
	}

	/** Take no more tasks. Those that were taken run; then the processes are stopped. */
	@Override
	public void shutdown() {
		this.tasks.close();
	}

	/**
	 * Take no more tasks and cancel all, those that run by interrupting them.
	 * @return the tasks not begun; running one runs it here. Their futures are cancelled.
	 */
	@Override
	public List<Runnable> shutdownNow() {
		return shutdown(true);
	}

	/**
	 * Take no more tasks and cancel those not begun; the others may end.
	 * @return as {@link #shutdownNow()}
	 */
	public List<Runnable> shutdownWaiting() {
		return shutdown(false);
	}

	private List<Runnable> shutdown(boolean running) {
		this.tasks.close();
		List<ProcessTask<?>> open = this.tasks.all();
		List<ProcessTask<?>> waiting = open.stream().filter((task) -> !task.begun()).toList();
		(running ? open : waiting).forEach((task) -> task.cancel(true));
		return waiting.stream().map(TaskBatch::runnable).toList();
	}

	@Override
	public boolean isShutdown() {
		return this.tasks.isClosed();
	}

	@Override
	public boolean isTerminated() {
		return this.tasks.terminated().getCount() == 0;
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.tasks.terminated().await(timeout, unit);
	}

}
