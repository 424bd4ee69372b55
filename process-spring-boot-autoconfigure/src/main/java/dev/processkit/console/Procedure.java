package dev.processkit.console;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * One method of the console, as JSON-RPC knows it. Whatever is to be reached through the
 * console is one of these; words for people call them too.
 *
 * @param name its name, such as {@code process.list}
 * @param help what it does, a sentence without its full stop
 * @param parameters what it takes, in the order of positional arguments
 * @param result the type of what it returns
 * @param body what it does
 */
record Procedure(String name, String help, List<Parameter> parameters, String result, Body body) {

	/**
	 * What introspection tells.
	 * @return name, parameters and result
	 */
	Signature signature() {
		return new Signature(this.name, this.parameters, this.result);
	}

	String usage() {
		return this.name + this.parameters.stream().map(Parameter::toString).collect(Collectors.joining(", ", "(", ")"))
				+ ": " + this.result;
	}

	/**
	 * The shape of a procedure.
	 *
	 * @param method its name
	 * @param parameters what it takes
	 * @param result the type of what it returns
	 */
	record Signature(String method, List<Parameter> parameters, String result) {

	}

	/**
	 * The work. Runs on the thread of one connection and may block, which holds up that
	 * connection only.
	 */
	@FunctionalInterface
	interface Body {

		/**
		 * Do it.
		 * @param arguments what was given, complete and without surplus
		 * @param client who asks
		 * @return what Jackson can write
		 * @throws Exception if it fails: a {@link ConsoleException} or a
		 * {@link dev.processkit.ProcessException} is told as what it is
		 */
		@Nullable Object call(Arguments arguments, Client client) throws Exception;

	}

}
