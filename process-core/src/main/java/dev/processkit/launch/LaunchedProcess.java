package dev.processkit.launch;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessLaunchException;
import dev.processkit.ProcessSignal;

/**
 * A process that was launched here. Thread-safe.
 *
 * @since 0.1
 */
public interface LaunchedProcess {

	/**
	 * Its pid and start time.
	 * @return the identity
	 */
	ProcessIdentity identity();

	/**
	 * Whether an earlier run of the application has launched it, and this one has found
	 * it again.
	 * @return {@code false} for what was launched here
	 */
	default boolean isAdopted() {
		return false;
	}

	/**
	 * The bytes that a worker sends; ends when the worker is gone. Only for programs that
	 * take requests.
	 * @return the stream, unbuffered
	 */
	InputStream fromWorker();

	/**
	 * The bytes for a worker; to be closed to let it know that nobody is there any more.
	 * Only for programs that take requests.
	 * @return the stream; call {@code flush()}
	 */
	OutputStream toWorker();

	/**
	 * Let an instance have this process, which was launched as a spare for it: from now
	 * on its lines go where those of the instance go. Call it before it is told what to
	 * become.
	 * @param instance the instance
	 * @param definition the instance's definition, with the file for its lines
	 * @param output takes each line
	 * @throws ProcessLaunchException if the process must not be used: the class path has
	 * changed since it was launched, or the file cannot be opened; end it then
	 */
	void handOver(InstanceId instance, ProcessDefinition definition, Consumer<String> output);

	/**
	 * Completes once the process has ended, its last output was delivered, and, when its
	 * tree is to be killed with it, its tree is gone too: at once after a crash; after a
	 * stop signal the tree may use what is left of the grace period.
	 * @return the exit; never completes exceptionally
	 */
	CompletableFuture<ProcessExit> onExit();

	/**
	 * Ask it to end: send the signal, to the whole tree when that is its policy. Without
	 * effect when it has ended.
	 * @param signal the polite request
	 */
	void stop(ProcessSignal signal);

	/**
	 * Send a signal to the process alone. Without effect when it has ended.
	 * @param signal the signal
	 * @throws UnsupportedOperationException if the platform has no such signal
	 */
	void signal(ProcessSignal signal);

	/**
	 * Write its next lines to what the name of its log file means by then. Does not
	 * block; without effect when it has no log file.
	 */
	default void reopenLog() {
	}

	/**
	 * Write to its standard input. Does not block. Only for commands with
	 * {@code stdin: pipe}.
	 * @param bytes what to write
	 * @return completes when the pipe has all of it; exceptionally with an
	 * {@link IllegalProcessStateException} when it is not taken, or the process has ended
	 * before the pipe had it
	 */
	default CompletableFuture<Void> write(byte[] bytes) {
		return CompletableFuture.failedFuture(new IllegalProcessStateException(this + " has no input"));
	}

	/**
	 * Let it read the end of its input behind what was written. Does not block; without
	 * effect on what has no input.
	 */
	default void closeInput() {
	}

	/**
	 * Tell that the worker has become READY, so that its start was a good one. For
	 * commands without effect.
	 */
	default void confirmReady() {
	}

	/**
	 * Send KILL to the process, and to its whole tree when that is its policy.
	 */
	void kill();

}
