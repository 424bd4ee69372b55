package dev.processkit.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * A worker's view of itself. Thread-safe.
 *
 * @since 0.1
 */
public interface WorkerContext {

	/**
	 * The name of the process, such as {@code mailer}.
	 * @return the name
	 */
	String name();

	/**
	 * The instance, such as {@code mailer-0}.
	 * @return the id
	 */
	String instance();

	/**
	 * The arguments of the definition, nested ones with dotted keys.
	 * @return the arguments, unmodifiable
	 */
	Map<String, String> args();

	/**
	 * Whether the worker should go on.
	 * @return {@code false} once it was asked to stop or its application is gone
	 */
	boolean running();

	/**
	 * Sleep, but not through a stop.
	 * @param duration how long at most
	 * @return {@link #running()} on waking
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean sleep(Duration duration) throws InterruptedException;

	/**
	 * Say that the worker may receive work. Only the first call counts.
	 */
	void ready();

	/**
	 * Have this worker replaced as planned, when it has served for long enough: it takes
	 * no more work, answers what was begun and exits with code 0. A new one is launched
	 * at once, whatever the restart mode; that is no failure and no restart. Does not
	 * block; without effect on a worker that is stopping.
	 * @param reason why, for the log and the status, such as {@code served 100 tasks}
	 */
	void retire(String reason);

	/**
	 * Run something when a POSIX signal arrives, such as {@code HUP}. Several handlers of
	 * one signal run in turn, in the order of registration: between two rounds on the
	 * thread of a {@link LoopingWorker} or {@link BatchWorker}, which wakes for it; for
	 * other workers on a thread of their own.
	 * @param signal the name, with or without {@code SIG}
	 * @param handler what to run
	 * @throws IllegalArgumentException if the JVM keeps the signal for itself
	 */
	void onSignal(String signal, Runnable handler);

	/**
	 * Runs tasks of the worker at the same time: on virtual threads when they are enabled
	 * and the JDK has them, otherwise on a pool of platform threads.
	 * @return the executor
	 */
	Executor executor();

}
