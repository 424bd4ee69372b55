package dev.processkit.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;

/**
 * Something that is run to its end, once unless it fails and may be repeated. Immutable.
 *
 * @since 0.1
 */
public sealed interface Job {

	/**
	 * What people call it.
	 * @return the name; need not be unique
	 */
	String name();

	/**
	 * How long one attempt may take.
	 * @return the time; zero for no limit
	 */
	Duration timeout();

	/**
	 * How often it is repeated when it fails.
	 * @return 0 for never
	 */
	int retries();

	/**
	 * A command.
	 * @param argv the executable and its arguments; there is no shell unless it is named
	 * @return the job, named after the executable, without time-out and retries
	 */
	static Command command(String... argv) {
		return command(List.of(argv));
	}

	/**
	 * A command.
	 * @param argv the executable and its arguments
	 * @return the job, named after the executable, without time-out and retries
	 */
	static Command command(List<String> argv) {
		return new Command(argv.isEmpty() ? "" : argv.get(0), argv, Map.of(), null, null, Duration.ZERO, 0);
	}

	/**
	 * A task, as {@code Job.task("report", () -> executor.submit(new Report()))}.
	 * @param name its name
	 * @param start starts it and returns its future, which is cancelled when the job is;
	 * must not block
	 * @return the job, without time-out and retries
	 */
	static Task task(String name, Supplier<? extends CompletableFuture<?>> start) {
		return new Task(name, start, Duration.ZERO, 0);
	}

	private static void validate(Duration timeout, int retries) {
		if (timeout.isNegative()) {
			throw new InvalidDefinitionException("timeout", timeout, "is negative", "Use zero for no limit.");
		}
		if (retries < 0 || retries > 1000) {
			throw new InvalidDefinitionException("retries", retries, "is out of range", "Use 0 for none, to 1000.");
		}
	}

	/**
	 * A command, which runs in a process of its own.
	 *
	 * @param name what people call it
	 * @param argv the executable and its arguments
	 * @param environment variables added to those of the application
	 * @param directory the working directory; {@code null} for the application's own
	 * @param output the file to which all that it prints is appended; {@code null} to
	 * keep the last lines only
	 * @param timeout how long one attempt may take; zero for no limit
	 * @param retries how often it is repeated when it fails
	 */
	record Command(String name, List<String> argv, Map<String, String> environment, @Nullable Path directory,
			@Nullable Path output, Duration timeout, int retries) implements Job {

		public Command {
			argv = new Program.Command(argv).argv();
			environment = Map.copyOf(environment);
			validate(timeout, retries);
		}

		/**
		 * Return a copy of another name.
		 * @param name what people call it
		 * @return the copy
		 */
		public Command withName(String name) {
			return new Command(name, this.argv, this.environment, this.directory, this.output, this.timeout,
					this.retries);
		}

		/**
		 * Return a copy with other variables.
		 * @param environment variables added to those of the application
		 * @return the copy
		 */
		public Command withEnvironment(Map<String, String> environment) {
			return new Command(this.name, this.argv, environment, this.directory, this.output, this.timeout,
					this.retries);
		}

		/**
		 * Return a copy that runs elsewhere.
		 * @param directory the working directory
		 * @return the copy
		 */
		public Command withDirectory(Path directory) {
			return new Command(this.name, this.argv, this.environment, directory, this.output, this.timeout,
					this.retries);
		}

		/**
		 * Return a copy whose whole output is kept.
		 * @param output the file to append to
		 * @return the copy
		 */
		public Command withOutput(Path output) {
			return new Command(this.name, this.argv, this.environment, this.directory, output, this.timeout,
					this.retries);
		}

		/**
		 * Return a copy with a time-out.
		 * @param timeout how long one attempt may take; zero for no limit
		 * @return the copy
		 */
		public Command withTimeout(Duration timeout) {
			return new Command(this.name, this.argv, this.environment, this.directory, this.output, timeout,
					this.retries);
		}

		/**
		 * Return a copy that is repeated.
		 * @param retries how often, when it fails
		 * @return the copy
		 */
		public Command withRetries(int retries) {
			return new Command(this.name, this.argv, this.environment, this.directory, this.output, this.timeout,
					retries);
		}

		@Override
		public String toString() {
			return "Command[" + this.name + "]";
		}

	}

	/**
	 * A task, whose future says when and how it ends.
	 *
	 * @param name what people call it
	 * @param start starts it
	 * @param timeout how long one attempt may take; zero for no limit
	 * @param retries how often it is repeated when it fails
	 */
	record Task(String name, Supplier<? extends CompletableFuture<?>> start, Duration timeout,
			int retries) implements Job {

		public Task {
			validate(timeout, retries);
		}

		/**
		 * Return a copy with a time-out.
		 * @param timeout how long one attempt may take; zero for no limit
		 * @return the copy
		 */
		public Task withTimeout(Duration timeout) {
			return new Task(this.name, this.start, timeout, this.retries);
		}

		/**
		 * Return a copy that is repeated.
		 * @param retries how often, when it fails
		 * @return the copy
		 */
		public Task withRetries(int retries) {
			return new Task(this.name, this.start, this.timeout, retries);
		}

		@Override
		public String toString() {
			return "Task[" + this.name + "]";
		}

	}

}
