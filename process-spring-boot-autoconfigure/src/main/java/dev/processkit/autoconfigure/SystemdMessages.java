package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.processkit.InstanceId;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessLaunchException;
import dev.processkit.ProcessPolicies;
import dev.processkit.Program;
import dev.processkit.launch.LaunchedProcess;
import dev.processkit.launch.ProcessLauncher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends messages to systemd with its own program, since the JDK has no datagrams on
 * Unix-domain sockets. A message costs a short process. Used by one thread.
 */
final class SystemdMessages {

	static final Duration LONGEST = Duration.ofSeconds(10);

	private static final Log logger = LogFactory.getLog(SystemdMessages.class);

	private static final String PROGRAM = "systemd-notify";

	private final ProcessLauncher launcher;

	private final Map<String, String> environment;

	private int sent;

	private boolean failing;

	/**
	 * Create the way to a socket.
	 * @param launcher launches the program
	 * @param socket the value of {@code NOTIFY_SOCKET}
	 */
	SystemdMessages(ProcessLauncher launcher, String socket) {
		this.launcher = launcher;
		this.environment = Map.of("NOTIFY_SOCKET", socket);
	}

	/**
	 * Send one message and wait until it was taken. What goes wrong is logged, the first
	 * time as a warning.
	 * @param assignments what to say, as {@code READY=1}
	 * @return whether it was taken
	 */
	boolean send(String... assignments) {
		List<String> argv = new ArrayList<>(List.of(PROGRAM));
		argv.addAll(List.of(assignments));
		Program program = new Program.Command(argv);
		ProcessPolicies policies = ProcessPolicies.defaultsFor(program)
			.withLog(new LogPolicy(LogPolicy.To.DISCARD, null, 0));
		ProcessDefinition definition = new ProcessDefinition(PROGRAM, program, 1, this.environment, null, policies,
				List.of(), null);
		try {
			// Names of processes begin with a letter or a digit.
			LaunchedProcess process = this.launcher.launch(new InstanceId("+" + PROGRAM, this.sent++), definition,
					(line) -> {
					});
			try {
				ProcessExit exit = process.onExit().get(LONGEST.toSeconds(), TimeUnit.SECONDS);
				tell((exit.code() == 0) ? "" : exit.describe());
				return exit.code() == 0;
			}
			finally {
				process.kill();
			}
		}
		catch (ProcessLaunchException | ExecutionException ex) {
			tell(String.valueOf(ex.getMessage()));
		}
		catch (TimeoutException ex) {
			tell("it took longer than " + LONGEST.toSeconds() + "s");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	private void tell(String failure) {
		if (!failure.isEmpty()) {
			String message = "NOTIFY_SOCKET is set, but systemd cannot be told how the application is: " + failure;
			if (this.failing) {
				logger.debug(message);
			}
			else {
				logger.warn(message);
			}
		}
		this.failing = !failure.isEmpty();
	}

}
