package dev.processkit.autoconfigure;

import java.util.List;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.client.ClientContract;
import dev.processkit.client.InvalidClientException;
import dev.processkit.client.ProcessClients;
import dev.processkit.operation.Closest;
import dev.processkit.worker.CallHandler;

import org.springframework.util.ClassUtils;

/**
 * Makes the clients that are beans, and holds them against what is declared under
 * {@code process}.
 */
final class DeclaredClients {

	private final ProcessClients clients;

	private final ProcessDefinitionMapper mapper;

	private final List<ProcessDefinition> definitions;

	DeclaredClients(ProcessClients clients, ProcessDefinitionMapper mapper) {
		this.clients = clients;
		this.mapper = mapper;
		this.definitions = mapper.map();
	}

	/**
	 * Make a client.
	 * @param <T> the interface
	 * @param type the interface
	 * @return the client
	 * @throws InvalidClientException if it, or its process, is not fit for it
	 */
	<T> T create(Class<T> type) {
		ClientContract contract = ClientContract.of(type);
		String process = this.clients.process(contract);
		this.definitions.stream()
			.filter((definition) -> definition.name().equals(process))
			.findFirst()
			.ifPresentOrElse((definition) -> check(contract, definition), () -> requireDisabled(contract, process));
		return this.clients.create(type);
	}

	/**
	 * A process that is switched off here may run elsewhere: calls fail, not the start.
	 */
	private void requireDisabled(ClientContract contract, String process) {
		List<String> names = this.mapper.names();
		if (!names.contains(process)) {
			throw new InvalidClientException(contract.type(), null,
					"is for the process '%s', which is not declared".formatted(process),
					Closest.to(process, names)
						.map("Did you mean '%s'?"::formatted)
						.orElse("Declare it under process.processes, with a worker class that implements the interface."));
		}
	}

	private void check(ClientContract contract, ProcessDefinition definition) {
		String process = definition.name();
		if (definition.program() instanceof Program.Worker worker && !answers(contract.type(), worker.type())) {
			throw new InvalidClientException(contract.type(), null,
					"is for the process '%s', whose worker class %s does not implement it".formatted(process,
							worker.type()),
					"Let the worker class implement the interface, or name the process whose worker does.");
		}
		if (definition.program() instanceof Program.Command command && command.protocol() != Protocol.WIRE) {
			throw new InvalidClientException(contract.type(), null,
					"is for the process '%s', a command that does not speak the control wire".formatted(process),
					"Set 'protocol: wire' if the command does, or name a process with a worker class.");
		}
	}

	private static boolean answers(Class<?> type, String workerType) {
		Class<?> worker = ClassUtils.resolveClassName(workerType, type.getClassLoader());
		return type.isAssignableFrom(worker) || CallHandler.class.isAssignableFrom(worker);
	}

}
