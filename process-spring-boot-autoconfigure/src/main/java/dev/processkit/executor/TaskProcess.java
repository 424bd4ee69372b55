package dev.processkit.executor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.ProcessDefinition;
import dev.processkit.Scaling;
import dev.processkit.control.WorkerCall;
import dev.processkit.supervisor.Dispatcher;
import dev.processkit.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskRejectedException;

/**
 * The process of an executor: started with the first task at the latest, and the road to
 * it.
 */
final class TaskProcess {

	/** The time to run is watched by the task itself, once it runs. */
	private static final Dispatcher.CallOptions OPTIONS = new Dispatcher.CallOptions(Duration.ofDays(36_500), false);

	private final Supervisor supervisor;

	private final ProcessDefinition definition;

	private final Supplier<@Nullable String> obstacle;

	private final Dispatcher.Route route;

	private volatile boolean started;

	private @Nullable String refusal;

	/**
	 * Create the process; it is not started yet.
	 * @param supervisor keeps it
	 * @param definition what runs
	 * @param obstacle says why it must not be started, or nothing
	 */
	TaskProcess(Supervisor supervisor, ProcessDefinition definition, Supplier<@Nullable String> obstacle) {
		this.supervisor = supervisor;
		this.definition = definition;
		this.obstacle = obstacle;
		this.route = supervisor.dispatcher().route(definition.name(), OPTIONS.timeout(), () -> {
		});
	}

	ProcessDefinition definition() {
		return this.definition;
	}

	/** How many tasks can run at once. */
	int parallelism() {
		Scaling scaling = this.definition.policies().scaling();
		return (scaling != null) ? scaling.max() : this.definition.instances();
	}

	/**
	 * Start it, unless that was done. Does not wait until it is ready.
	 * @throws TaskRejectedException if it cannot or must not be started
	 */
	void start() {
		if (!this.started) {
			startOnce();
		}
	}

	private synchronized void startOnce() {
		if (this.started) {
			return;
		}
		String why = this.refusal;
		if (why == null) {
			why = this.obstacle.get();
			this.refusal = why;
		}
		if (why != null) {
			throw new TaskRejectedException("Task executor '%s' runs no tasks: %s".formatted(name(), why));
		}
		CompletableFuture<Void> added = this.supervisor.add(List.of(this.definition), "its executor is in use");
		this.supervisor.decided().join();
		if (added.isCompletedExceptionally()) {
			throwIfRefused(added);
		}
		this.started = true;
	}

	/** What fails later, the events tell. */
	private void throwIfRefused(CompletableFuture<Void> added) {
		try {
			added.getNow(null);
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof IllegalProcessStateException refusal) {
				throw new TaskRejectedException(
						"Task executor '%s' cannot start its processes: %s".formatted(name(), refusal.getMessage()),
						refusal);
			}
		}
	}

	void stop(String why) {
		if (this.started) {
			// What it ends in shows in the status.
			this.supervisor.stop(name(), why);
		}
	}

	void send(ProcessTask<?> task, byte[] payload) {
		task.sent(this.route.call(new WorkerCall("run", Map.of(), payload), OPTIONS, task));
		this.route.flush();
	}

	private String name() {
		return this.definition.name();
	}

}
