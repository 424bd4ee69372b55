package dev.processkit.actuate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ReloadReport;
import dev.processkit.operation.Invocation;
import dev.processkit.operation.CommandLineSanitizer;
import dev.processkit.operation.LogReading;
import dev.processkit.operation.ProcessAction;
import dev.processkit.operation.ProcessDescriber;
import dev.processkit.operation.ProcessDescriptor;
import dev.processkit.operation.ProcessOperations;
import dev.processkit.operation.ProcessesDescriptor;
import dev.processkit.operation.TargetStatus;

/**
 * Actuator {@link Endpoint @Endpoint} that shows and operates the processes of the
 * application. Read-only unless {@code management.endpoint.processes.access} says
 * {@code unrestricted}. Over HTTP, {@link ProcessesEndpointWebExtension} gives refusals
 * their status; over JMX they arrive as an exception with the same message. Thread-safe.
 *
 * @since 0.1
 */
@Endpoint(id = "processes", defaultAccess = Access.READ_ONLY)
public class ProcessesEndpoint {

	/**
	 * How long an action keeps its caller. Most are done by then; a longer one goes on,
	 * and the snapshot shows how far it is.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(2);

	private final ProcessManager manager;

	private final ProcessOperations operations;

	private final LogReading reading;

	private final ProcessDescriber describer;

	/**
	 * Create an endpoint.
	 * @param manager the processes
	 * @param sanitizingFunctions applied to command lines, after the built-in rules
	 * @param time the clock for up-times
	 */
	public ProcessesEndpoint(ProcessManager manager, Iterable<SanitizingFunction> sanitizingFunctions,
			InstantSource time) {
		this.manager = manager;
		this.operations = new ProcessOperations(manager, PATIENCE);
		this.reading = new LogReading(manager);
		this.describer = new ProcessDescriber(new CommandLineSanitizer(new SanitizingRules(sanitizingFunctions)), time);
	}

	/**
	 * Show everything.
	 * @return the snapshot
	 */
	@ReadOperation
	public ProcessesDescriptor processes() {
		return this.describer.describe(this.manager.status());
	}

	/**
	 * Show one process, with all its instances or the one that is asked for, or the
	 * members of a group.
	 * @param target a process, a group, an instance or a pid
	 * @return the snapshot, a {@link ProcessDescriptor}, or for a group a list of them;
	 * {@code null} when the target is unknown
	 */
	@ReadOperation
	public @Nullable Object process(@Selector String target) {
		TargetStatus status = this.operations.find(target);
		return (status != null) ? this.describer.describe(status) : null;
	}

	/**
	 * Show what a process has printed last.
	 * @param target a process, a group, an instance or a pid
	 * @param part {@code log}
	 * @param lines how many lines of each instance, as far as its log policy keeps them;
	 * {@code null} for 100
	 * @return the lines, oldest first, instance after instance; with the instance before
	 * each if there are several. {@code null} when the target or the part is unknown
	 * @throws InvalidDefinitionException if there are no so many lines
	 */
	@ReadOperation(producesFrom = LogFormat.class)
	public @Nullable List<String> log(@Selector String target, @Selector String part, @Nullable Integer lines) {
		int count = requireLines(lines);
		return part.equals("log") ? this.operations.tail(target, count) : null;
	}

	static int requireLines(@Nullable Integer lines) {
		int count = (lines != null) ? lines : 100;
		if (count < 1) {
			throw new InvalidDefinitionException("lines", count, "is no number of lines", "Use 1 or more.");
		}
		return count;
	}

	/**
	 * Operate a process. Blocks until it is done, two seconds at most.
	 * @param target a process, a group, an instance or a pid
	 * @param action start, stop, restart, pause, resume, signal, scale or reopen
	 * @param signal the signal to send, with {@code signal} only
	 * @param instances how many, with {@code scale} only
	 * @param rolling whether new processes come before old ones go, with {@code restart}
	 * only
	 * @return the snapshot afterwards, or as it is by then, as of {@link #process}
	 * @throws InvalidDefinitionException if the action or an argument is not to be
	 * understood
	 * @throws dev.processkit.UnknownProcessException if the target is unknown
	 * @throws dev.processkit.IllegalProcessStateException if the state does not allow it
	 */
	@WriteOperation
	public Object operate(@Selector String target, String action, @Nullable String signal, @Nullable Integer instances,
			@Nullable Boolean rolling) {
		return perform(target, ProcessAction.parse(action, signal, (instances != null) ? instances.toString() : null,
				(rolling != null) ? rolling.toString() : null));
	}

	/**
	 * Operate all processes at once. Blocks until it is decided, ten seconds at most.
	 * @param action reload
	 * @return what was done
	 * @throws InvalidDefinitionException if there is no such action
	 * @throws dev.processkit.ReloadRefusedException if the configuration cannot work as
	 * it stands
	 * @throws dev.processkit.IllegalProcessStateException if the application is shutting
	 * down, or it takes longer, as while what changes is being replaced; it goes on
	 */
	@WriteOperation
	public ReloadReport reload(String action) {
		if (!action.strip().equalsIgnoreCase("reload")) {
			throw new InvalidDefinitionException("action", action, "is no action on all processes",
					"Use reload, or name a process: POST /actuator/processes/{process}.");
		}
		return this.operations.reload();
	}

	/**
	 * Take a process down: signal, grace period, KILL. It stays down. Blocks until it is
	 * gone, two seconds at most.
	 * @param target a process, a group, an instance or a pid
	 * @param signal the polite request; {@code null} for that of its stop policy
	 * @return the snapshot afterwards, or as it is by then, as of {@link #process}
	 * @throws InvalidDefinitionException if there is no such signal
	 * @throws dev.processkit.UnknownProcessException if the target is unknown
	 */
	@DeleteOperation
	public Object kill(@Selector String target, @Nullable String signal) {
		return perform(target, ProcessAction.kill(signal));
	}

	/**
	 * Have a worker perform an action. Blocks until it has, within its time-out.
	 */
	InvocationDescriptor invoke(String target, Invocation invocation) {
		return new InvocationDescriptor(this.operations.invoke(target, invocation));
	}

	/** Over HTTP lines can be read on from a position. */
	LogReading reading() {
		return this.reading;
	}

	/** Whether a text means all processes; one of that name, or a group, wins. */
	boolean isAll(String target) {
		return target.equals("all") && this.operations.find(target) == null;
	}

	ProcessesDescriptor signalAll(ProcessSignal signal) {
		this.operations.signalAll(signal);
		return processes();
	}

	Object perform(String target, ProcessAction action) {
		return this.describer.describe(this.operations.perform(target, action));
	}

}
