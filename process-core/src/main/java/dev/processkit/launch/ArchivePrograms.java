package dev.processkit.launch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessLaunchException;
import dev.processkit.ProcessPolicies;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;

/**
 * Runs the JVMs that make archives through the door that all children take, so that they
 * end with the application. They are no instances: the supervisor does not know them.
 */
final class ArchivePrograms implements ArchiveBuilder.Programs {

	private static final Duration LONGEST = Duration.ofMinutes(5);

	/** It has nothing to finish. */
	private static final long KILL_SECONDS = 5;

	private static final int LINES = 5;

	/** Names of processes begin with a letter or a digit. */
	private static final String NAME = "+class-archive";

	private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_TOOL_OPTIONS", "", "JDK_JAVA_OPTIONS", "",
			"_JAVA_OPTIONS", "");

	private final ProcessLauncher launcher;

	private final AtomicInteger number = new AtomicInteger();

	ArchivePrograms(ProcessLauncher launcher) {
		this.launcher = launcher;
	}

	@Override
	public @Nullable String run(List<String> command) throws InterruptedException {
		Deque<String> lines = new ArrayDeque<>();
		ProcessPolicies policies = ProcessDefinition.of("class-archive", new Program.Command(command)).policies();
		ProcessDefinition definition = new ProcessDefinition("class-archive", new Program.Command(command), 1,
				ENVIRONMENT, null, policies, List.of(), null);
		LaunchedProcess process;
		try {
			process = this.launcher.launch(new InstanceId(NAME, this.number.getAndIncrement()), definition,
					(line) -> keep(lines, line));
		}
		catch (ProcessLaunchException ex) {
			return String.valueOf(ex.getMessage());
		}
		try {
			ProcessExit exit = process.onExit().get(LONGEST.toSeconds(), TimeUnit.SECONDS);
			return (exit.code() == 0) ? null : exit.describe() + told(lines);
		}
		catch (TimeoutException ex) {
			return "took longer than " + LONGEST.toMinutes() + " minutes";
		}
		catch (ExecutionException ex) {
			return String.valueOf(ex.getCause());
		}
		finally {
			killAndWait(process);
		}
	}

	/** What it was writing is removed next, and must not come again. */
	private static void killAndWait(LaunchedProcess process) {
		process.kill();
		try {
			process.onExit().get(KILL_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// Stuck in the kernel, of which the launcher tells.
		}
	}

	private static void keep(Deque<String> lines, String line) {
		synchronized (lines) {
			if (lines.size() == LINES) {
				lines.removeFirst();
			}
			lines.addLast(line);
		}
	}

	private static String told(Deque<String> lines) {
		synchronized (lines) {
			return lines.isEmpty() ? "" : ": " + String.join(" | ", lines);
		}
	}

}
