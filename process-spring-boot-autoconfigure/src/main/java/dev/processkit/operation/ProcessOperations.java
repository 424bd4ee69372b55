package dev.processkit.operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceStatus;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessException;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.ReloadRefusedException;
import dev.processkit.ReloadReport;
import dev.processkit.RequestFailedException;
import dev.processkit.UnknownProcessException;

/**
 * Passes actions on and waits a moment for what becomes of them. Thread-safe.
 *
 * @since 0.1
 */
public final class ProcessOperations {

	/** Replacing what rolls already may have to be waited for. */
	private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(10);

	private final ProcessManager manager;

	private final Duration patience;

	/**
	 * Create operations over a manager.
	 * @param manager takes the actions
	 * @param patience how long an action may keep its caller
	 */
	public ProcessOperations(ProcessManager manager, Duration patience) {
		this.manager = manager;
		this.patience = patience;
	}

	/**
	 * Look a target up.
	 * @param text a process, a group, an instance or a pid
	 * @return its status; {@code null} when it is unknown
	 */
	public @Nullable TargetStatus find(String text) {
		ProcessTarget target = ProcessTarget.resolve(this.manager.status(), text);
		return (target != null) ? target.in(this.manager.status()) : null;
	}

	/**
	 * Perform an action. Blocks until it is done, at most as long as patience lasts.
	 * @param text a process, a group, an instance or a pid; what one member of a group
	 * cannot do is done with none
	 * @param action what to do
	 * @return the status afterwards, or as it is by then
	 * @throws UnknownProcessException if the target is unknown
	 * @throws IllegalProcessStateException if the state does not allow the action
	 * @throws InvalidDefinitionException if the action does not fit the target
	 */
	public TargetStatus perform(String text, ProcessAction action) {
		ProcessTarget target = ProcessTarget.resolve(this.manager.status(), text);
		if (target == null) {
			throw new UnknownProcessException(text);
		}
		ProcessStatus outcome = await(action, target, text);
		TargetStatus status = (outcome != null && target.group() == null) ? target.narrow(outcome)
				: target.in(this.manager.status());
		if (status == null) {
			throw new UnknownProcessException(text);
		}
		return status;
	}

	/**
	 * Have a worker perform an action of its own. Blocks until it has; the manager sees
	 * to it that this ends.
	 * @param target a process of one instance, an instance or a pid
	 * @param invocation the action
	 * @return what it returned
	 * @throws ProcessException why there is no reply
	 */
	public @Nullable String invoke(String target, Invocation invocation) {
		CompletableFuture<String> reply = this.manager.invoke(target, invocation.name(), invocation.argument());
		try {
			return reply.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			reply.cancel(true);
			throw new RequestFailedException(RequestFailedException.Kind.CANCELLED,
					"The wait for '%s' was interrupted".formatted(invocation.name()));
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof ProcessException failure) {
				throw failure;
			}
			throw new IllegalStateException("The action failed: " + ex.getCause(), ex.getCause());
		}
	}

	/**
	 * Reload the configuration. Blocks until it is decided.
	 * @return what was done
	 * @throws ReloadRefusedException if the configuration cannot work as it stands
	 * @throws IllegalProcessStateException if it is not decided in time
	 */
	public ReloadReport reload() {
		ReloadReport report = await(this.manager.reload(), RELOAD_PATIENCE.toNanos());
		if (report == null) {
			throw new IllegalProcessStateException(
					"The reload goes on: what it changes is being replaced at this moment. Look for its end in the log");
		}
		return report;
	}

	/**
	 * Perform an action on each process that it makes sense for. Blocks until all are
	 * done, at most as long as patience lasts.
	 * @param action what to do
	 * @return the processes whose state allowed it, in the order in which they were added
	 * @throws IllegalProcessStateException if no state allows the action
	 * @throws InvalidDefinitionException if the action fits no process
	 */
	public TargetStatus performOnAll(ProcessAction action) {
		Map<String, CompletableFuture<ProcessStatus>> begun = new LinkedHashMap<>();
		this.manager.status()
			.processes()
			.forEach((process) -> begun.put(process.name(), action.perform(this.manager, process.name())));
		long end = System.nanoTime() + this.patience.toNanos();
		List<ProcessStatus> done = new ArrayList<>();
		ProcessException refusal = null;
		for (Map.Entry<String, CompletableFuture<ProcessStatus>> entry : begun.entrySet()) {
			try {
				ProcessStatus outcome = await(entry.getValue(), Math.max(0, end - System.nanoTime()));
				TargetStatus status = (outcome != null) ? TargetStatus.of(outcome) : find(entry.getKey());
				if (status != null) {
					done.addAll(status.processes());
				}
			}
			catch (UnknownProcessException | IllegalProcessStateException | InvalidDefinitionException ex) {
				refusal = ex;
			}
		}
		if (done.isEmpty() && refusal != null) {
			throw refusal;
		}
		return new TargetStatus(done, true);
	}

	/**
	 * Send a signal to all processes. Blocks until it is sent, at most as long as
	 * patience lasts.
	 * @param signal the signal
	 */
	public void signalAll(ProcessSignal signal) {
		await(this.manager.signalAll(signal), this.patience.toNanos());
	}

	/**
	 * The last lines of a target.
	 * @param text a process, a group, an instance or a pid
	 * @param lines how many of each instance
	 * @return the lines; {@code null} when it is unknown
	 */
	public @Nullable List<String> tail(String text, int lines) {
		TargetStatus status = find(text);
		if (status == null) {
			return null;
		}
		List<InstanceStatus> instances = status.processes()
			.stream()
			.flatMap((process) -> process.instances().stream())
			.toList();
		List<String> all = new ArrayList<>();
		for (InstanceStatus instance : instances) {
			List<String> own = this.manager.tail(instance.id().toString());
			String prefix = (instances.size() > 1) ? instance.id() + ": " : "";
			own.subList(Math.max(0, own.size() - lines), own.size()).forEach((line) -> all.add(prefix + line));
		}
		return all;
	}

	private @Nullable ProcessStatus await(ProcessAction action, ProcessTarget target, String text) {
		try {
			return await(action.perform(this.manager, text), this.patience.toNanos());
		}
		catch (UnknownProcessException ex) {
			// It was known a moment ago, so a bare "unknown" would mislead.
			if (target.group() != null) {
				throw new InvalidDefinitionException("target", text, "is a group, but the action takes one process",
						"Address one of its members: " + String.join(", ", target.group().members()) + ".");
			}
			if (target.instance() != null) {
				throw new InvalidDefinitionException("target", text,
						"is an instance that is gone by now, or the action takes whole processes only",
						"Address the process '" + target.name() + "'.");
			}
			throw ex;
		}
	}

	private static <T> @Nullable T await(CompletableFuture<T> future, long nanos) {
		try {
			return future.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException ex) {
			return refusalOrFailure(ex.getCause());
		}
	}

	/**
	 * A refusal goes to the caller. A failure of what was accepted, such as a process
	 * that cannot be launched, is no error of the request: the snapshot tells it.
	 */
	private static <T> @Nullable T refusalOrFailure(@Nullable Throwable cause) {
		if (cause instanceof UnknownProcessException || cause instanceof IllegalProcessStateException
				|| cause instanceof InvalidDefinitionException || cause instanceof ReloadRefusedException) {
			throw (ProcessException) cause;
		}
		if (cause instanceof ProcessException) {
			return null;
		}
		if (cause instanceof RuntimeException exception) {
			throw exception;
		}
		throw new IllegalStateException("The action failed: " + cause, cause);
	}

}
