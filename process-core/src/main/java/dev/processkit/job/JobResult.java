package dev.processkit.job;

import java.time.Duration;
import java.util.List;

import dev.processkit.ProcessExit;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended, in its last attempt.
 *
 * @param index its place in the order of submission, from 0
 * @param job the job
 * @param outcome how it ended
 * @param reason the same for people
 * @param exit the end of its process; {@code null} if it is a task, or was never launched
 * @param output the last lines that its process printed
 * @param value what a task returned
 * @param failure what a task threw; {@code null} if it did not
 * @param duration how long the last attempt ran
 * @param attempts how many there were
 * @since 0.1
 */
public record JobResult(int index, Job job, Outcome outcome, String reason, @Nullable ProcessExit exit,
		List<String> output, @Nullable Object value, @Nullable Throwable failure, Duration duration, int attempts) {

	public JobResult {
		output = List.copyOf(output);
	}

	/**
	 * How a job ended.
	 */
	public enum Outcome {

		/** As it should: a command with exit code 0, a task without exception. */
		SUCCEEDED,

		/** In any other way by itself, or it could not be launched. */
		FAILED,

		/** It took too long, and was ended. */
		TIMED_OUT,

		/** It was ended because its run was cancelled. */
		CANCELLED

	}

}
