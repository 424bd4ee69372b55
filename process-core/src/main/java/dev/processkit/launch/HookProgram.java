package dev.processkit.launch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.processkit.HookAction;
import dev.processkit.HookPolicy.Moment;
import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessLaunchException;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;

/**
 * One run of a hook that is a command, through the door that all children take, so that
 * it ends with the application. It is no instance: the supervisor does not know it.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class HookProgram {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private static final int LINES = 5;

	private final Moment moment;

	private final ProcessDefinition definition;

	private final Duration timeout;

	private final Deque<String> lines = new ArrayDeque<>();

	private @Nullable LaunchedProcess process;

	private boolean cancelled;

	/**
	 * Create a run; nothing is launched yet.
	 * @param moment when it is
	 * @param command what is run
	 * @param of the process whose hook it is
	 * @param variables what it is told beside the environment of the process
	 */
	public HookProgram(Moment moment, HookAction.Command command, ProcessDefinition of, Map<String, String> variables) {
		Map<String, String> environment = new HashMap<>(of.environment());
		environment.putAll(variables);
		ProcessDefinition plain = ProcessDefinition.of(of.name(), new Program.Command(command.argv()));
		this.moment = moment;
		this.definition = new ProcessDefinition(of.name(), plain.program(), 1, environment, of.directory(),
				plain.policies(), plain.dependsOn(), null);
		this.timeout = of.policies().hooks().timeout();
	}

	/**
	 * Run it. Blocks until it has ended, at most until its time is over; then nothing is
	 * left of its tree.
	 * @param launcher the operating system
	 * @return {@code null} if it has ended with exit code 0; what went wrong otherwise,
	 * with its last lines
	 */
	public @Nullable String run(ProcessLauncher launcher) {
		String name = "+" + this.moment + "." + this.definition.name();
		LaunchedProcess launched;
		try {
			launched = launcher.launch(new InstanceId(name, NUMBER.getAndIncrement()), this.definition, this::keep);
		}
		catch (ProcessLaunchException ex) {
			return "hook '%s' cannot be run: %s".formatted(this.moment, ex.getMessage());
		}
		try {
			enter(launched);
			ProcessExit exit = launched.onExit().get(Math.max(1, this.timeout.toMillis()), TimeUnit.MILLISECONDS);
			return (exit.code() == 0) ? null : "hook '%s' %s%s".formatted(this.moment, exit.describe(), told());
		}
		catch (TimeoutException ex) {
			return "hook '%s' took longer than %d ms%s".formatted(this.moment, this.timeout.toMillis(), told());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "hook '%s' was interrupted".formatted(this.moment);
		}
		catch (ExecutionException ex) {
			return "hook '%s' failed: %s".formatted(this.moment, ex.getCause());
		}
		finally {
			launched.kill();
		}
	}

	private synchronized void enter(LaunchedProcess launched) {
		this.process = launched;
		if (this.cancelled) {
			launched.kill();
		}
	}

	/** Kill it; without effect when it has ended. */
	public synchronized void cancel() {
		this.cancelled = true;
		if (this.process != null) {
			this.process.kill();
		}
	}

	private void keep(String line) {
		synchronized (this.lines) {
			if (this.lines.size() == LINES) {
				this.lines.removeFirst();
			}
			this.lines.addLast(line);
		}
	}

	private String told() {
		synchronized (this.lines) {
			return this.lines.isEmpty() ? "" : ": " + String.join(" | ", this.lines);
		}
	}

}
