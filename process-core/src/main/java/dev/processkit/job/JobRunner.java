package dev.processkit.job;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessManager;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs to completion, so many at a time as is wanted and {@code max-processes}
 * allows: a command for which there is no room waits until another process has ended.
 * Commands are processes like others, called after their run ({@code job-1-0}): logged,
 * measured, gone with the application; they are removed when they have ended.
 * Thread-safe. No method blocks.
 *
 * @since 0.1
 */
public final class JobRunner implements AutoCloseable {

	private final ProcessManager manager;

	private final JobWatch watch;

	private final List<JobListener> listeners;

	private final AtomicInteger runs = new AtomicInteger();

	private final Set<JobRun> open = ConcurrentHashMap.newKeySet();

	private final AtomicInteger worst = new AtomicInteger();

	private volatile boolean closed;

	/**
	 * Create a runner.
	 * @param manager launches the commands
	 * @param watch is a listener of the same processes
	 * @param listeners told of every run, in this order
	 */
	public JobRunner(ProcessManager manager, JobWatch watch, List<JobListener> listeners) {
		this.manager = manager;
		this.watch = watch;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Run jobs with the default options.
	 * @param jobs the jobs
	 * @return the run, which has begun
	 */
	public JobRun run(Collection<? extends Job> jobs) {
		return run(jobs, JobOptions.DEFAULT);
	}

	/**
	 * Run jobs.
	 * @param jobs the jobs
	 * @param options how
	 * @return the run, which has begun
	 */
	public JobRun run(Collection<? extends Job> jobs, JobOptions options) {
		List<? extends Job> all = List.copyOf(jobs);
		return begin(all.iterator(), (long) all.size(), options);
	}

	/**
	 * Run the jobs of a stream, which are taken when there is a place for them, and
	 * closed when the run has ended.
	 * @param jobs the jobs; may be endless, and may block
	 * @param options how
	 * @return the run, which has begun
	 */
	public JobRun run(Stream<? extends Job> jobs, JobOptions options) {
		var spliterator = jobs.spliterator();
		long size = spliterator.getExactSizeIfKnown();
		JobRun run = begin(Spliterators.iterator(spliterator), (size >= 0) ? size : null, options);
		run.end().whenComplete((ended, failure) -> jobs.close());
		return run;
	}

	/**
	 * Run the jobs of an iterator, which are taken when there is a place for them, by a
	 * thread that does nothing else.
	 * @param jobs the jobs; may be endless. While there is none ready,
	 * {@link Iterator#hasNext()} is to block; it is interrupted when no more are wanted.
	 * @param options how
	 * @return the run, which has begun
	 */
	public JobRun run(Iterator<? extends Job> jobs, JobOptions options) {
		return begin(jobs, null, options);
	}

	private JobRun begin(Iterator<? extends Job> jobs, @Nullable Long total, JobOptions options) {
		if (this.closed) {
			throw new IllegalProcessStateException("No jobs are taken any more: the application is shutting down");
		}
		JobRun run = new JobRun("job-" + this.runs.incrementAndGet(), jobs, total, options, this::attempt, this::tell,
				InstantSource.system());
		this.open.add(run);
		run.begin();
		if (this.closed) {
			run.cancel();
		}
		return run;
	}

	private Attempt attempt(String name, Job job, JobOptions options, Consumer<Attempt.End> ended) {
		if (job instanceof Job.Command command) {
			return new CommandAttempt(name, command, options, this.manager, this.watch, ended);
		}
		return new TaskAttempt((Job.Task) job, InstantSource.system(), ended);
	}

	private void tell(JobEvent event) {
		if (event instanceof JobEvent.Ended) {
			this.worst.accumulateAndGet(event.run().exitCode(), Math::max);
			this.open.remove(event.run());
		}
		this.listeners.forEach((listener) -> listener.onEvent(event));
	}

	/**
	 * What a program that was run for its jobs should exit with.
	 * @return the highest {@link JobRun#exitCode()} of all runs, 0 if there were none
	 */
	public int exitCode() {
		return this.open.stream().mapToInt(JobRun::exitCode).reduce(this.worst.get(), Math::max);
	}

	/** Cancel everything and take no more jobs. Does not wait for those that run. */
	@Override
	public void close() {
		this.closed = true;
		this.open.forEach(JobRun::cancel);
	}

}
