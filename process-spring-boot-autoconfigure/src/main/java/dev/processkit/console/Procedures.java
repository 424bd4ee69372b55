package dev.processkit.console;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.processkit.operation.Closest;

/**
 * All methods of a console, with those that tell about them. Filled before the console
 * opens, read by all connections afterwards.
 */
final class Procedures {

	private static final Parameter METHOD = Parameter.required("method", "string");

	private final Map<String, Procedure> byName = new TreeMap<>();

	Procedures() {
		add(new Procedure("system.listMethods", "Lists all methods", List.of(), "array",
				(arguments, client) -> names()));
		add(new Procedure("system.methodHelp", "Says what a method does", List.of(METHOD), "string",
				(arguments, client) -> help(get(arguments.text("method")))));
		add(new Procedure("system.methodSignature", "Says what a method takes and returns", List.of(METHOD), "object",
				(arguments, client) -> get(arguments.text("method")).signature()));
		add(new Procedure("system.ping", "Answers", List.of(), "string", (arguments, client) -> "pong"));
	}

	/**
	 * Add a procedure.
	 * @param procedure under a name that is free
	 * @throws IllegalStateException if it is taken
	 */
	void add(Procedure procedure) {
		if (this.byName.putIfAbsent(procedure.name(), procedure) != null) {
			throw new IllegalStateException(
					"Two methods of the admin console are named '%s': rename one of them".formatted(procedure.name()));
		}
	}

	boolean has(String name) {
		return this.byName.containsKey(name);
	}

	/**
	 * Find a procedure.
	 * @param name its name
	 * @return the procedure
	 * @throws ConsoleException if there is none
	 */
	Procedure get(String name) {
		Procedure procedure = this.byName.get(name);
		if (procedure == null) {
			String hint = Closest.to(name, names())
				.map("; did you mean '%s'?"::formatted)
				.orElse("; 'system.listMethods' tells which there are");
			throw ConsoleError.UNKNOWN_METHOD.because("There is no method '" + name + "'" + hint);
		}
		return procedure;
	}

	List<String> names() {
		return List.copyOf(this.byName.keySet());
	}

	Collection<Procedure> all() {
		return this.byName.values();
	}

	private static String help(Procedure procedure) {
		return procedure.usage() + (procedure.help().isEmpty() ? "" : "\n" + procedure.help() + ".");
	}

}
