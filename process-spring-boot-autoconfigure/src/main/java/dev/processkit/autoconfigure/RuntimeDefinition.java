package dev.processkit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessKind;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * The properties of a process that a bean adds, as if they had stood in the
 * configuration.
 */
final class RuntimeDefinition {

	private static final List<String> ADDRESS = List.of("host", "port", "socket-path");

	private RuntimeDefinition() {
	}

	static DefinitionEntry entry(Class<?> type, Map<String, String> args, ProcessKind kind) {
		String name = ProcessNames.of(type);
		Map<String, Object> source = new LinkedHashMap<>();
		source.put("type", type.getName());
		if (kind != ProcessKind.STANDARD) {
			ADDRESS.stream().filter(args::containsKey).forEach((key) -> source.put(key, args.get(key)));
		}
		try {
			return new DefinitionEntry(name, name, type.getName(), DefinitionProperties.of(kindOf(kind), source));
		}
		catch (BindException ex) {
			ConfigurationProperty property = ex.getProperty();
			throw new InvalidDefinitionException(name + "." + ex.getName(),
					(property != null) ? property.getValue() : "", "cannot be read as " + ex.getTarget().getType(),
					"Give a value of that type.");
		}
	}

	private static Class<? extends DefinitionProperties> kindOf(ProcessKind kind) {
		return switch (kind) {
			case STANDARD -> StandardProperties.class;
			case TCP -> TcpProperties.class;
			case UNIX -> UnixProperties.class;
		};
	}

}
