package dev.processkit.job;

/**
 * News of a run of jobs. Of one run, they come one after the other.
 *
 * @since 0.1
 */
public sealed interface JobEvent {

	/**
	 * The run.
	 * @return the run
	 */
	JobRun run();

	/**
	 * How far it has come, this event included.
	 * @return the progress
	 */
	JobProgress progress();

	/**
	 * A job was started.
	 *
	 * @param run the run
	 * @param index its place in the order of submission, from 0
	 * @param job the job
	 * @param progress how far the run has come
	 */
	record Started(JobRun run, int index, Job job, JobProgress progress) implements JobEvent {

	}

	/**
	 * A job has ended; it will not be repeated.
	 *
	 * @param run the run
	 * @param result how it ended
	 * @param progress how far the run has come
	 */
	record Finished(JobRun run, JobResult result, JobProgress progress) implements JobEvent {

	}

	/**
	 * The run has ended: no job runs, and none will.
	 *
	 * @param run the run
	 * @param progress how far it came
	 */
	record Ended(JobRun run, JobProgress progress) implements JobEvent {

	}

}
