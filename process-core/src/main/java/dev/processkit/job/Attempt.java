package dev.processkit.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.processkit.ProcessExit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job. Ends once, whatever happens. Thread-safe.
 */
abstract class Attempt {

	private final Consumer<End> ended;

	private final CompletableFuture<Void> alarm = new CompletableFuture<>();

	private boolean over;

	private boolean stopped;

	private boolean timedOut;

	Attempt(Consumer<End> ended) {
		this.ended = ended;
	}

	/** Start it. Does not block. */
	abstract void start();

	/** End what runs. Does not block. */
	protected abstract void end();

	/** Give it up, because its run is cancelled. */
	void stop() {
		synchronized (this) {
			this.stopped = true;
		}
		end();
	}

	protected synchronized boolean isGivenUp() {
		return this.stopped || this.timedOut;
	}

	/** It runs from now on. */
	protected void limit(Duration timeout) {
		if (!timeout.isZero()) {
			this.alarm.completeOnTimeout(null, nanos(timeout), TimeUnit.NANOSECONDS).thenRun(this::timeOut);
		}
	}

	private static long nanos(Duration timeout) {
		return (timeout.compareTo(Duration.ofDays(100_000)) < 0) ? timeout.toNanos() : Long.MAX_VALUE;
	}

	private void timeOut() {
		synchronized (this) {
			this.timedOut = true;
		}
		end();
	}

	/**
	 * How something ended that did not succeed.
	 * @return the outcome
	 */
	protected synchronized JobResult.Outcome unsuccessful() {
		if (this.stopped) {
			return JobResult.Outcome.CANCELLED;
		}
		return this.timedOut ? JobResult.Outcome.TIMED_OUT : JobResult.Outcome.FAILED;
	}

	protected void ended(End end) {
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.over = true;
		}
		this.alarm.cancel(false);
		this.ended.accept(end);
	}

	/**
	 * How an attempt ended; as in {@link JobResult}.
	 *
	 * @param outcome how
	 * @param reason the same for people
	 * @param exit the end of its process
	 * @param output the last lines that it printed
	 * @param value what it returned
	 * @param failure what it threw
	 * @param duration how long it ran
	 */
	record End(JobResult.Outcome outcome, String reason, @Nullable ProcessExit exit, List<String> output,
			@Nullable Object value, @Nullable Throwable failure, Duration duration) {

	}

}
