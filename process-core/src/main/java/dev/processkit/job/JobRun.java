package dev.processkit.job;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Jobs on their way to completion. Thread-safe; no method blocks but {@link #awaitAll}.
 *
 * @since 0.1
 */
public final class JobRun {

	private static final Logger LOGGER = System.getLogger(JobRun.class.getName());

	private final String id;

	private final Iterator<? extends Job> jobs;

	private final @Nullable Long total;

	private final JobOptions options;

	private final Attempts attempts;

	private final JobListener listener;

	private final InstantSource clock;

	private final Instant begin;

	private final Thread puller;

	private final SortedMap<Integer, Attempt> running = new TreeMap<>();

	private final SortedMap<Integer, JobResult> results = new TreeMap<>();

	private final CompletableFuture<JobRun> end = new CompletableFuture<>();

	private int started;

	private int finished;

	private int failed;

	private boolean pulled;

	/** No more jobs are started. */
	private boolean halted;

	private boolean cancelled;

	private boolean over;

	private @Nullable Throwable sourceFailure;

	JobRun(String id, Iterator<? extends Job> jobs, @Nullable Long total, JobOptions options, Attempts attempts,
			JobListener listener, InstantSource clock) {
		this.id = id;
		this.jobs = jobs;
		this.total = total;
		this.options = options;
		this.attempts = attempts;
		this.listener = listener;
		this.clock = clock;
		this.begin = clock.instant();
		this.puller = new Thread(this::pull, id);
		this.puller.setDaemon(true);
	}

	void begin() {
		this.puller.start();
	}

	/**
	 * What its processes are named after.
	 * @return such as {@code job-1}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * How far it has come.
	 * @return the progress
	 */
	public synchronized JobProgress progress() {
		return new JobProgress(this.started, this.finished, this.failed, this.total,
				Duration.between(this.begin, this.clock.instant()));
	}

	/**
	 * What has ended so far.
	 * @return the results in the order of submission; empty if the options keep none
	 */
	public synchronized List<JobResult> results() {
		return List.copyOf(this.results.values());
	}

	/**
	 * Why there were no more jobs than there were: what their iterator or stream threw.
	 * @return the failure, {@code null} if there was none
	 */
	public synchronized @Nullable Throwable sourceFailure() {
		return this.sourceFailure;
	}

	/**
	 * Wait until no job runs and none will. Blocks.
	 * @param timeout how long at most
	 * @return whether that came true in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean awaitAll(Duration timeout) throws InterruptedException {
		try {
			this.end.get(Math.max(0, timeout.toMillis()), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The end of it.
	 * @return completes with this run, never exceptionally, when no job runs and none
	 * will
	 */
	public CompletableFuture<JobRun> end() {
		return this.end.copy();
	}

	/**
	 * Start no more jobs and end those that run: commands by stop signal, grace period,
	 * KILL; tasks by cancelling their futures. Without effect on what has ended.
	 */
	public void cancel() {
		List<Attempt> stopping;
		synchronized (this) {
			if (this.over) {
				return;
			}
			this.cancelled = true;
			stopping = List.copyOf(this.running.values());
			halt();
			endIfDone();
		}
		stopping.forEach(Attempt::stop);
	}

	/**
	 * What a program that was run for these jobs should exit with.
	 * @return 0 if all succeeded, 1 if one did not, or not all could be had, 2 if they
	 * were cancelled or have not ended
	 */
	public synchronized int exitCode() {
		if (this.cancelled || !this.over) {
			return 2;
		}
		return (this.failed > 0 || this.sourceFailure != null) ? 1 : 0;
	}

	/** On a thread of its own, as whoever gives the jobs may take its time. */
	private void pull() {
		try {
			while (awaitTurn() && this.jobs.hasNext()) {
				start(this.jobs.next());
			}
		}
		catch (InterruptedException ex) {
			LOGGER.log(Level.DEBUG, "No more jobs are taken for " + this.id, ex);
		}
		catch (RuntimeException | Error ex) {
			sourceFailed(ex);
		}
		finally {
			synchronized (this) {
				this.pulled = true;
				endIfDone();
			}
		}
	}

	private synchronized void sourceFailed(Throwable failure) {
		if (!this.halted) {
			this.sourceFailure = failure;
			LOGGER.log(Level.WARNING, "No more jobs can be had for " + this.id, failure);
		}
	}

	private synchronized boolean awaitTurn() throws InterruptedException {
		while (!this.halted && this.running.size() >= this.options.parallelism()) {
			wait();
		}
		return !this.halted;
	}

	private void start(Job job) {
		Attempt attempt;
		synchronized (this) {
			if (this.halted) {
				return;
			}
			int index = this.started++;
			attempt = attempt(index, job, 1);
			tell(new JobEvent.Started(this, index, job, progress()));
		}
		attempt.start();
	}

	private Attempt attempt(int index, Job job, int number) {
		String name = this.id + "-" + index + ((number > 1) ? "-" + number : "");
		Attempt attempt = this.attempts.make(name, job, this.options, (end) -> ended(index, job, number, end));
		this.running.put(index, attempt);
		return attempt;
	}

	private void ended(int index, Job job, int number, Attempt.End end) {
		Attempt next = null;
		synchronized (this) {
			boolean succeeded = end.outcome() == JobResult.Outcome.SUCCEEDED;
			if (!succeeded && !this.halted && number <= job.retries()) {
				next = attempt(index, job, number + 1);
			}
			else {
				this.running.remove(index);
				finished(new JobResult(index, job, end.outcome(), end.reason(), end.exit(), end.output(), end.value(),
						end.failure(), end.duration(), number), succeeded);
			}
		}
		if (next != null) {
			next.start();
		}
	}

	private void finished(JobResult result, boolean succeeded) {
		this.finished++;
		this.failed += succeeded ? 0 : 1;
		if (this.options.keepResults()) {
			this.results.put(result.index(), result);
		}
		tell(new JobEvent.Finished(this, result, progress()));
		if (!succeeded && this.options.onFailure() == JobOptions.OnFailure.STOP) {
			halt();
		}
		notifyAll();
		endIfDone();
	}

	private void halt() {
		if (!this.halted) {
			this.halted = true;
			notifyAll();
			// It may be waiting for a job to come.
			this.puller.interrupt();
		}
	}

	private void endIfDone() {
		if (!this.over && (this.pulled || this.halted) && this.running.isEmpty()) {
			this.over = true;
			tell(new JobEvent.Ended(this, progress()));
			this.end.completeAsync(() -> this);
		}
	}

	private void tell(JobEvent event) {
		try {
			this.listener.onEvent(event);
		}
		catch (RuntimeException | LinkageError ex) {
			LOGGER.log(Level.WARNING, "A listener of jobs failed on " + event, ex);
		}
	}

	@Override
	public String toString() {
		return this.id;
	}

	/**
	 * Makes attempts.
	 */
	@FunctionalInterface
	interface Attempts {

		/**
		 * Make one, without starting it.
		 * @param name what its process is called, if it has one
		 * @param job the job
		 * @param options how it is run
		 * @param ended takes its end
		 * @return the attempt
		 */
		Attempt make(String name, Job job, JobOptions options, Consumer<Attempt.End> ended);

	}

}
