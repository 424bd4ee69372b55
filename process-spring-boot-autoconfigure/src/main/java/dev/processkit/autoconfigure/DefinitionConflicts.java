package dev.processkit.autoconfigure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * Notices what is right by itself but not together: a name or an address taken twice,
 * more instances than are allowed.
 */
final class DefinitionConflicts {

	private final int maxProcesses;

	private final Map<String, String> paths = new HashMap<>();

	private int instances;

	DefinitionConflicts(int maxProcesses) {
		if (maxProcesses < 1) {
			throw new InvalidDefinitionException("process.max-processes", maxProcesses, "allows no process",
					"Use 1 or more, or 'process.enabled: false'.");
		}
		this.maxProcesses = maxProcesses;
	}

	/**
	 * Add a definition to those that will run.
	 * @param path where it stands
	 * @param definition the definition
	 */
	void add(String path, ProcessDefinition definition) {
		String owner = this.paths.putIfAbsent("name " + definition.name(), path);
		if (owner != null) {
			throw new InvalidDefinitionException(path, definition.name(), "has the same name as '" + owner + "'",
					"Give one of them another name: write it as 'name: {type: ...}'.");
		}
		if (definition.endpoint() != null) {
			addAddress(path, definition.endpoint());
		}
		Scaling scaling = definition.policies().scaling();
		if (scaling != null && scaling.max() > this.maxProcesses) {
			throw new InvalidDefinitionException(path + ".instances.max", scaling.max(),
					"is more than 'process.max-processes' (" + this.maxProcesses + ")",
					"Lower it or raise 'process.max-processes'.");
		}
		this.instances += definition.instances();
		if (this.instances > this.maxProcesses) {
			throw new InvalidDefinitionException(
					path + ".instances", definition.instances(), "brings the sum of instances to " + this.instances
							+ ", more than 'process.max-processes' (" + this.maxProcesses + ")",
					"Lower 'instances' or raise 'process.max-processes'.");
		}
	}

	private void addAddress(String path, EndpointDefinition endpoint) {
		String address = identity(endpoint.address());
		if (address == null) {
			return;
		}
		String owner = this.paths.putIfAbsent("address " + address, path);
		if (owner != null) {
			boolean tcp = endpoint.address() instanceof EndpointAddress.Tcp;
			throw new InvalidDefinitionException(path + (tcp ? ".port" : ".socket-path"), address,
					"is the address of '" + owner + "' too", "Choose another one.");
		}
	}

	private @Nullable String identity(EndpointAddress address) {
		if (address instanceof EndpointAddress.Tcp tcp) {
			return (tcp.port() != 0) ? tcp.toString().toLowerCase(Locale.ROOT) : null;
		}
		return ((EndpointAddress.Unix) address).path().toAbsolutePath().normalize().toString();
	}

}
