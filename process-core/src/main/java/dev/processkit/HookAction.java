package dev.processkit;

import java.util.List;

/**
 * What is run at a moment in the life of an instance. A value: equal ones do the same.
 *
 * @since 0.1
 */
public sealed interface HookAction {

	/**
	 * A command, run with the environment and directory of the process.
	 * @param argv the executable and its arguments; no shell unless it names one
	 * @return the action
	 */
	static HookAction command(String... argv) {
		return new Command(List.of(argv));
	}

	/**
	 * Code of the application.
	 * @param name the name of the bean, a {@link ProcessHook}
	 * @return the action
	 */
	static HookAction bean(String name) {
		return new Bean(name);
	}

	/**
	 * A command.
	 *
	 * @param argv the executable and its arguments
	 */
	record Command(List<String> argv) implements HookAction {

		public Command {
			argv = List.copyOf(argv);
		}

	}

	/**
	 * Code of the application. It is looked up each time that it is run, so that a
	 * definition stays a value.
	 *
	 * @param name the name under which the application keeps it
	 */
	record Bean(String name) implements HookAction {

		@Override
		public String toString() {
			return "bean:" + this.name;
		}

	}

}
