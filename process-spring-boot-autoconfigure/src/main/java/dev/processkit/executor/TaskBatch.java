package dev.processkit.executor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * Some tasks that are waited for together.
 *
 * @param <T> the type of their results
 */
final class TaskBatch<T extends @Nullable Object> {

	private final List<CompletableFuture<T>> futures = new ArrayList<>();

	TaskBatch(ProcessTaskExecutor executor, Collection<? extends Callable<T>> tasks) {
		try {
			for (Callable<T> task : tasks) {
				this.futures.add(executor.submit(task));
			}
		}
		catch (RuntimeException | Error ex) {
			cancel();
			throw ex;
		}
	}

	/** Wait until all have ended, well or not; cancel what has not in time. */
	List<Future<T>> all(long nanos) throws InterruptedException {
		try {
			CompletableFuture.allOf(this.futures.toArray(CompletableFuture[]::new)).get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException | CancellationException | TimeoutException ex) {
			// Each future tells its own end.
		}
		finally {
			cancel();
		}
		return List.copyOf(this.futures);
	}

	/** Wait for the first that ends well; cancel the others. */
	T any(long nanos) throws InterruptedException, ExecutionException, TimeoutException {
		if (this.futures.isEmpty()) {
			throw new IllegalArgumentException("There are no tasks");
		}
		BlockingQueue<CompletableFuture<T>> ended = new LinkedBlockingQueue<>();
		this.futures.forEach((future) -> future.whenComplete((value, failure) -> ended.add(future)));
		long deadline = System.nanoTime() + nanos;
		try {
			for (int left = this.futures.size();; left--) {
				CompletableFuture<T> next = ended.poll((nanos == Long.MAX_VALUE) ? nanos : deadline - System.nanoTime(),
						TimeUnit.NANOSECONDS);
				if (next == null) {
					throw new TimeoutException();
				}
				if (left == 1 || !next.isCompletedExceptionally()) {
					return next.get();
				}
			}
		}
		finally {
			cancel();
		}
	}

	private void cancel() {
		this.futures.forEach((future) -> future.cancel(true));
	}

	/** What a task does, to be done in this JVM. */
	static Runnable runnable(ProcessTask<?> task) {
		if (task.work() instanceof Runnable runnable) {
			return runnable;
		}
		Callable<?> callable = (Callable<?>) task.work();
		return () -> {
			try {
				callable.call();
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		};
	}

}
