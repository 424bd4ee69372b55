package dev.processkit.executor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.supervisor.Dispatcher;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way, and the future of its result. Whoever completes the future before
 * the worker does (by cancelling it, or by a time-out of their own) gives the task up.
 *
 * @param <T> the type of the result
 */
final class ProcessTask<T extends @Nullable Object> extends CompletableFuture<T> implements Dispatcher.ReplyCallback {

	private final Object work;

	private final Function<@Nullable Object, T> result;

	private final Duration timeout;

	private final TaskSupport support;

	private volatile boolean begun;

	private volatile boolean answered;

	private volatile boolean left;

	private volatile @Nullable RequestFailedException refusal;

	private volatile Dispatcher.@Nullable Cancellation cancellation;

	private volatile @Nullable ScheduledFuture<?> timer;

	/**
	 * Create a task.
	 * @param work the callable or runnable
	 * @param result makes the result of what the worker sends
	 * @param timeout how long it may run; zero for no limit
	 * @param support what all tasks of an executor share
	 */
	ProcessTask(Object work, Function<@Nullable Object, T> result, Duration timeout, TaskSupport support) {
		this.work = work;
		this.result = result;
		this.timeout = timeout;
		this.support = support;
	}

	Object work() {
		return this.work;
	}

	boolean begun() {
		return this.begun;
	}

	/** Why it was not taken, if it was refused at once. */
	@Nullable RequestFailedException refusal() {
		return this.refusal;
	}

	/** It is on its way. */
	void sent(Dispatcher.Cancellation cancellation) {
		this.cancellation = cancellation;
		whenComplete((value, failure) -> settled());
	}

	private void settled() {
		ScheduledFuture<?> running = this.timer;
		if (running != null) {
			running.cancel(false);
		}
		Dispatcher.Cancellation giveUp = this.cancellation;
		if (!this.answered && !this.left && giveUp != null) {
			giveUp.cancel();
		}
	}

	/**
	 * Cancel the task. One that waits is never begun.
	 * @param mayInterrupt whether one that runs is interrupted, and its worker replaced;
	 * otherwise it goes on in vain
	 * @return whether the future is cancelled now
	 */
	@Override
	public boolean cancel(boolean mayInterrupt) {
		this.left = !mayInterrupt && this.begun;
		return super.cancel(mayInterrupt);
	}

	@Override
	public void onTaken() {
		this.begun = true;
		if (!this.timeout.isZero() && this.timer == null) {
			ScheduledFuture<?> started = this.support.timers()
				.schedule(this::timeOut, TimeUnit.NANOSECONDS.convert(this.timeout), TimeUnit.NANOSECONDS);
			this.timer = started;
			if (isDone()) {
				started.cancel(false);
			}
		}
	}

	private void timeOut() {
		completeExceptionally(new RequestFailedException(Kind.TIMED_OUT,
				"The task took longer than %s ms and was given up".formatted(this.timeout.toMillis())));
	}

	@Override
	public void onReply(byte @Nullable [] reply) {
		this.answered = true;
		if (!isDone()) {
			this.support.results().execute(() -> read(reply));
		}
	}

	private void read(byte @Nullable [] reply) {
		try {
			complete(this.result.apply(this.support.codec().outcome(reply)));
		}
		catch (Throwable ex) {
			completeExceptionally(ex);
		}
	}

	@Override
	public void onFailure(RequestFailedException failure) {
		this.answered = true;
		if (this.cancellation == null && (failure.kind() == Kind.REJECTED || failure.kind() == Kind.UNAVAILABLE)) {
			// Other failures may be as quick, but tell of a task that was taken.
			this.refusal = failure;
		}
		if (!isDone()) {
			this.support.results().execute(() -> completeExceptionally(failure));
		}
	}

}
