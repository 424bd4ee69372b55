package dev.processkit.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A task: its future says when it has ended.
 */
final class TaskAttempt extends Attempt {

	private final Job.Task job;

	private final InstantSource clock;

	private volatile @Nullable CompletableFuture<?> future;

	TaskAttempt(Job.Task job, InstantSource clock, Consumer<End> ended) {
		super(ended);
		this.job = job;
		this.clock = clock;
	}

	@Override
	void start() {
		Instant begin = this.clock.instant();
		CompletableFuture<?> started;
		try {
			started = this.job.start().get();
		}
		catch (RuntimeException | Error ex) {
			ended(new End(unsuccessful(), "could not be started: " + ex, null, List.of(), null, ex, Duration.ZERO));
			return;
		}
		this.future = started;
		limit(this.job.timeout());
		started.whenComplete((value, failure) -> ended(end(value, failure, begin)));
		if (isGivenUp()) {
			started.cancel(true);
		}
	}

	private End end(@Nullable Object value, @Nullable Throwable failure, Instant begin) {
		Duration ran = Duration.between(begin, this.clock.instant());
		if (failure == null) {
			return new End(JobResult.Outcome.SUCCEEDED, "returned", null, List.of(), value, null, ran);
		}
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		JobResult.Outcome outcome = unsuccessful();
		String reason = switch (outcome) {
			case TIMED_OUT -> "took longer than " + this.job.timeout();
			case CANCELLED -> "cancelled";
			default -> cause.toString();
		};
		return new End(outcome, reason, null, List.of(), null, cause, ran);
	}

	@Override
	protected void end() {
		CompletableFuture<?> running = this.future;
		if (running != null) {
			running.cancel(true);
		}
	}

}
