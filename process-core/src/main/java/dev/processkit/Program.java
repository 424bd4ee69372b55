package dev.processkit;

import java.util.List;
import java.util.Map;

/**
 * What runs in a process.
 *
 * @since 0.1
 */
public sealed interface Program {

	/**
	 * Name the program for people.
	 * @return the class name, or the command as one line without its arguments' values
	 * being hidden; callers that show it to strangers sanitise it
	 */
	String what();

	/**
	 * Whether it can answer requests.
	 * @return {@code false} for a command without a protocol
	 */
	boolean takesRequests();

	/**
	 * Whether it speaks the control wire: says when it is ready, and that it is alive.
	 * @return {@code true} for a worker class and for a command with
	 * {@link Protocol#WIRE}
	 */
	boolean speaksWire();

	/**
	 * A worker class in a child JVM.
	 *
	 * @param type the name of the class
	 * @param args the arguments, flattened to dotted keys
	 * @param jvm how the JVM is sized
	 * @param virtualThreads whether messages are handled on virtual threads where the JDK
	 * has them
	 * @param factory the name of the {@code WorkerFactory} that makes the worker in the
	 * child; empty for the plain one
	 * @param calls the name of the {@code CallHandlerFactory} that answers typed calls on
	 * behalf of the worker; empty when it answers none, or answers them itself
	 * @param settings what the two need, such as the application's environment; may hold
	 * secrets, travels over the control channel only
	 */
	record Worker(String type, Map<String, String> args, JvmSettings jvm, boolean virtualThreads, String factory,
			String calls, Map<String, String> settings) implements Program {

		public Worker {
			args = Map.copyOf(args);
			settings = Map.copyOf(settings);
		}

		/**
		 * A worker that needs nothing but its class.
		 * @param type the name of the class
		 * @return the program
		 */
		public static Worker of(String type) {
			return new Worker(type, Map.of(), JvmSettings.DEFAULT, true, "", "", Map.of());
		}

		@Override
		public String what() {
			return this.type;
		}

		@Override
		public boolean takesRequests() {
			return true;
		}

		@Override
		public boolean speaksWire() {
			return true;
		}

		@Override
		public String toString() {
			return "Worker[" + this.type + "]";
		}

	}

	/**
	 * An external command. There is no shell unless it is named.
	 *
	 * @param argv the executable and its arguments
	 * @param protocol how it talks with the application
	 * @param args arguments that reach it over the control wire, flattened to dotted keys
	 * @param stdin what it reads, where it has no protocol
	 */
	record Command(List<String> argv, Protocol protocol, Map<String, String> args,
			StandardInput stdin) implements Program {

		public Command {
			argv = List.copyOf(argv);
			args = Map.copyOf(args);
			if (argv.isEmpty() || argv.get(0).isBlank()) {
				throw new InvalidDefinitionException("command", argv, "names no executable",
						"Give the executable and its arguments as a list.");
			}
			if (argv.stream().anyMatch((argument) -> argument.indexOf('\0') >= 0)) {
				throw new InvalidDefinitionException("command", argv, "holds a NUL character", "Remove it.");
			}
			if (!args.isEmpty() && protocol != Protocol.WIRE) {
				throw new InvalidDefinitionException("args", args.keySet(),
						"reach no command that does not speak the wire",
						"Write them into 'command', or let it speak 'protocol: wire'.");
			}
			if (stdin == StandardInput.PIPE && protocol != Protocol.NONE) {
				throw new InvalidDefinitionException("stdin", "pipe",
						"is what 'protocol: " + protocol + "' goes through", "Remove one of the two.");
			}
		}

		/**
		 * A command that answers no requests.
		 * @param argv the executable and its arguments
		 */
		public Command(List<String> argv) {
			this(argv, Protocol.NONE);
		}

		/**
		 * A command without arguments but those of its command line.
		 * @param argv the executable and its arguments
		 * @param protocol how it talks with the application
		 */
		public Command(List<String> argv, Protocol protocol) {
			this(argv, protocol, Map.of());
		}

		/**
		 * A command that reads nothing but what its protocol brings.
		 * @param argv the executable and its arguments
		 * @param protocol how it talks with the application
		 * @param args arguments that reach it over the control wire
		 */
		public Command(List<String> argv, Protocol protocol, Map<String, String> args) {
			this(argv, protocol, args, StandardInput.NONE);
		}

		@Override
		public String what() {
			return String.join(" ", this.argv);
		}

		@Override
		public boolean takesRequests() {
			return this.protocol != Protocol.NONE;
		}

		@Override
		public boolean speaksWire() {
			return this.protocol == Protocol.WIRE;
		}

		@Override
		public String toString() {
			return "Command[" + this.argv.get(0) + "]";
		}

	}

}
