package dev.processkit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A request that ended because the worker that had it is gone. It may have been handled,
 * wholly, in part or not at all.
 *
 * @since 0.1
 */
public class WorkerExitedException extends RequestFailedException {

	private final InstanceId instance;

	private final transient @Nullable ProcessExit exit;

	private final List<String> lastLines;

	/**
	 * Create an exception.
	 * @param message what happened, fit to be shown to a client
	 * @param instance the instance that had the request
	 * @param exit how its process ended; {@code null} when that is not known
	 * @param lastLines what it printed last, oldest first
	 */
	public WorkerExitedException(String message, InstanceId instance, @Nullable ProcessExit exit,
			List<String> lastLines) {
		super(Kind.WORKER_EXITED, message);
		this.instance = instance;
		this.exit = exit;
		this.lastLines = List.copyOf(lastLines);
	}

	/**
	 * The instance that had the request.
	 * @return the instance
	 */
	public InstanceId instance() {
		return this.instance;
	}

	/**
	 * How its process ended.
	 * @return exit code or signal; {@code null} when that is not known
	 */
	public @Nullable ProcessExit exit() {
		return this.exit;
	}

	/**
	 * What it printed last. May hold what clients should not see.
	 * @return the lines, oldest first; as many as its log policy keeps
	 */
	public List<String> lastLines() {
		return this.lastLines;
	}

}
