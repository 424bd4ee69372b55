package dev.processkit.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.JvmSettings;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.StandardInput;
import dev.processkit.client.WorkerCalls;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Decides what a definition runs: a worker class or a command.
 */
final class ProgramMapper {

	private final ConfigurableEnvironment environment;

	private final WorkerTypes types;

	private final boolean virtualThreads;

	ProgramMapper(ConfigurableEnvironment environment, WorkerTypes types, boolean virtualThreads) {
		this.environment = environment;
		this.types = types;
		this.virtualThreads = virtualThreads;
	}

	Program map(DefinitionEntry entry, JvmProperties jvm) {
		List<String> command = entry.properties().command();
		requireOne(entry.type(), command);
		if (command != null) {
			return new Program.Command(command,
					Objects.requireNonNullElse(entry.properties().protocol(), Protocol.NONE),
					Args.ofBound(entry.properties().args()),
					Objects.requireNonNullElse(entry.properties().stdin(), StandardInput.NONE));
		}
		refuseProtocol(entry);
		refuseInput(entry);
		Class<?> type = this.types.find(String.valueOf(entry.type()));
		return worker(type, Args.ofBound(entry.properties().args()), entry.properties(), jvm);
	}

	Program worker(Class<?> type, Map<String, String> args, DefinitionProperties properties, JvmProperties jvm) {
		this.types.check(type);
		if (properties instanceof EndpointProperties && !WorkerTypes.answersMessages(type)) {
			throw new InvalidDefinitionException("type", type.getName(),
					"answers no messages, so it cannot serve an endpoint",
					"Implement dev.processkit.worker.MessageHandler, or declare it under process.processes.");
		}
		JvmSettings settings = PropertyPath.at("jvm", jvm::toSettings);
		boolean component = WorkerTypes.isComponent(type);
		Map<String, String> calls = WorkerCalls.settings(type);
		Map<String, String> forFactories = new HashMap<>(calls);
		if (component) {
			forFactories.putAll(EnvironmentSnapshot.take(this.environment));
		}
		return new Program.Worker(type.getName(), args, settings, this.virtualThreads,
				component ? SpringWorkerFactory.class.getName() : "", calls.isEmpty() ? "" : callFactory(component),
				forFactories);
	}

	private static String callFactory(boolean component) {
		return (component ? SpringWorkerFactory.class : WorkerCalls.class).getName();
	}

	private static void refuseProtocol(DefinitionEntry entry) {
		Protocol protocol = entry.properties().protocol();
		if (protocol != null) {
			throw new InvalidDefinitionException("protocol", protocol,
					"stands beside 'type: " + entry.type() + "', and a worker class has its own",
					"Remove it, or give a 'command' instead of the class.");
		}
	}

	private static void refuseInput(DefinitionEntry entry) {
		StandardInput stdin = entry.properties().stdin();
		if (stdin != null) {
			throw new InvalidDefinitionException("stdin", stdin,
					"stands beside 'type: " + entry.type() + "', and a worker class is sent messages instead",
					"Remove it, or give a 'command' instead of the class.");
		}
	}

	private static void requireOne(@Nullable String type, @Nullable List<String> command) {
		if (type == null && command == null) {
			throw new InvalidDefinitionException("type", "", "is missing, and there is no 'command'",
					"Give a worker class as 'type', or an external command as 'command'.");
		}
		if (type != null && command != null) {
			throw new InvalidDefinitionException("command", command, "stands beside 'type: " + type + "'",
					"Keep one of the two: 'type' for a worker class, 'command' for an external command.");
		}
	}

}
