package dev.processkit.operation;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;

/**
 * What an operator asks for: a request, read and found to be complete. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ProcessAction {

	/**
	 * Pass the request on. Does not block.
	 * @param manager takes it
	 * @param target a process, a group, an instance or a pid
	 * @return the status once it is done
	 */
	CompletableFuture<ProcessStatus> perform(ProcessManager manager, String target);

	/**
	 * Read a request.
	 * @param action the name of the action
	 * @param signal the signal, which only {@code signal} takes
	 * @param instances the number of instances, which only {@code scale} takes
	 * @param rolling whether new processes come before old ones go, which only
	 * {@code restart} takes
	 * @return the action
	 * @throws InvalidDefinitionException if the action is unknown, or an argument is
	 * missing, malformed or not taken by the action
	 */
	static ProcessAction parse(@Nullable String action, @Nullable String signal, @Nullable String instances,
			@Nullable String rolling) {
		String name = (action != null) ? action.strip().toLowerCase(Locale.ROOT) : "";
		ProcessAction parsed = switch (name) {
			case "start" -> ProcessManager::start;
			case "stop" -> ProcessManager::stop;
			case "restart" -> restart(rolling);
			case "pause" -> ProcessManager::pause;
			case "resume" -> ProcessManager::resume;
			case "signal" -> signal(signal);
			case "scale" -> scale(instances);
			case "reopen" -> ProcessManager::reopenLog;
			default -> throw new InvalidDefinitionException("action", (action != null) ? action : "", "is no action",
					"Use one of start, stop, restart, pause, resume, signal, scale, reopen, or invoke (over HTTP).");
		};
		refuse("signal", signal, !name.equals("signal"), name);
		refuse("instances", instances, !name.equals("scale"), name);
		refuse("rolling", rolling, !name.equals("restart"), name);
		return parsed;
	}

	/**
	 * Read a request that is about all processes.
	 * @param action the name of the action
	 * @param signal the signal
	 * @return the signal, the one thing that all can be asked for
	 * @throws InvalidDefinitionException if it is another action, or no signal
	 */
	static ProcessSignal parseForAll(@Nullable String action, @Nullable String signal) {
		parse(action, signal, null, null);
		if (signal == null) {
			throw new InvalidDefinitionException("action", String.valueOf(action), "is not for all processes at once",
					"Use the action 'signal', or address one process.");
		}
		return ProcessSignal.parse(signal);
	}

	/**
	 * The way down: the stop signal of its policy or another one, grace period, KILL.
	 * @param signal the polite request; {@code null} for that of its policy
	 * @return the action
	 * @throws InvalidDefinitionException if there is no such signal
	 */
	static ProcessAction kill(@Nullable String signal) {
		if (signal == null) {
			return ProcessManager::stop;
		}
		ProcessSignal parsed = ProcessSignal.parse(signal);
		return (manager, target) -> manager.kill(target, parsed);
	}

	private static ProcessAction restart(@Nullable String rolling) {
		return switch ((rolling != null) ? rolling.strip().toLowerCase(Locale.ROOT) : "false") {
			case "true" -> ProcessManager::rollingRestart;
			case "false" -> ProcessManager::restart;
			default -> throw new InvalidDefinitionException("rolling", String.valueOf(rolling), "is no boolean",
					"Write true or false.");
		};
	}

	private static ProcessAction signal(@Nullable String signal) {
		if (signal == null) {
			throw new InvalidDefinitionException("signal", "", "is missing",
					"Say which signal to send, such as {\"action\":\"signal\",\"signal\":\"HUP\"}.");
		}
		ProcessSignal parsed = ProcessSignal.parse(signal);
		return (manager, target) -> manager.signal(target, parsed);
	}

	private static ProcessAction scale(@Nullable String instances) {
		if (instances == null) {
			throw new InvalidDefinitionException("instances", "", "is missing",
					"Say how many, such as {\"action\":\"scale\",\"instances\":4}.");
		}
		try {
			int count = Integer.parseInt(instances.strip());
			if (count >= 1) {
				return (manager, target) -> manager.scale(target, count);
			}
		}
		catch (NumberFormatException ex) {
			// refused below, like a number that is too small
		}
		throw new InvalidDefinitionException("instances", instances, "is no number of instances",
				"Use a whole number of at least 1; the action 'stop' takes a process down.");
	}

	private static void refuse(String argument, @Nullable String value, boolean misplaced, String action) {
		if (value != null && misplaced) {
			throw new InvalidDefinitionException(argument, value, "is not taken by the action '" + action + "'",
					"Remove it.");
		}
	}

}
