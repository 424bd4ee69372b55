package dev.processkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The immutable description of what to run, how often, and under which policies.
 *
 * @param name the name, unique in the application: letters, digits, dot, dash and
 * underscore, at most 64
 * @param program what runs
 * @param instances how many at once, at least 1; with a scaling, how many to begin with
 * @param environment variables added to those the application has
 * @param directory the working directory; {@code null} for the application's own
 * @param policies how it is kept
 * @param dependsOn the processes that must be ready before it starts
 * @param endpoint the socket that clients reach it by; {@code null} for a standard one
 * @param daemon whether it goes on when the application ends, for the next run to find
 * @since 0.1
 */
public record ProcessDefinition(String name, Program program, int instances, Map<String, String> environment,
		@Nullable Path directory, ProcessPolicies policies, List<String> dependsOn,
		@Nullable EndpointDefinition endpoint, boolean daemon) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	public ProcessDefinition {
		environment = Map.copyOf(environment);
		dependsOn = List.copyOf(dependsOn);
		requireName(name, "process");
		if (instances < 1) {
			throw new InvalidDefinitionException("instances", instances, "is below 1",
					"Use 1 or more, or 'enabled: false'.");
		}
		requireFitting(instances, policies.scaling(), program);
		if (daemon) {
			requireDetachable(program, policies.log());
		}
		if (program.speaksWire() && policies.resources().user() != null) {
			throw new InvalidDefinitionException("resources.user", policies.resources().user(),
					"is for commands only: a worker needs the files of the application",
					"Leave it out, or run the program as a command without 'protocol: wire'.");
		}
		if (program instanceof Program.Command command) {
			if (policies.readiness().probe() instanceof Readiness.Probe.Worker && !command.speaksWire()) {
				throw new InvalidDefinitionException("readiness.probe", "worker",
						"asks a command for what only a program that speaks the wire can say",
						"Use none, tcp, file or log-line, or let the command speak 'protocol: wire'.");
			}
			if (endpoint != null && !command.takesRequests()) {
				throw new InvalidDefinitionException("command", program.what(), "cannot answer an endpoint",
						"Give a worker class as 'type' or the 'protocol' that the command speaks (wire or lines), or declare it under process.processes.");
			}
		}
	}

	/**
	 * A process that ends with the application.
	 * @param name as above
	 * @param program as above
	 * @param instances as above
	 * @param environment as above
	 * @param directory as above
	 * @param policies as above
	 * @param dependsOn as above
	 * @param endpoint as above
	 */
	public ProcessDefinition(String name, Program program, int instances, Map<String, String> environment,
			@Nullable Path directory, ProcessPolicies policies, List<String> dependsOn,
			@Nullable EndpointDefinition endpoint) {
		this(name, program, instances, environment, directory, policies, dependsOn, endpoint, false);
	}

	private static void requireDetachable(Program program, LogPolicy log) {
		if (program instanceof Program.Command command
				&& (command.takesRequests() || command.stdin() == StandardInput.PIPE)) {
			throw new InvalidDefinitionException("daemon", true,
					"cannot be for a command that reads what the application writes: the next run has no way into its pipes",
					"Leave 'protocol' and 'stdin' out, or write it as a worker class.");
		}
		if (log.to() == LogPolicy.To.INHERIT) {
			throw new InvalidDefinitionException("log.to", "inherit", "would have a daemon print where nobody reads",
					"Use logger, file or discard.");
		}
	}

	static void requireName(String name, String what) {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidDefinitionException("name", name, "is not a " + what + " name",
					"Use a letter or digit, then letters, digits, '.', '_' or '-', 64 at most.");
		}
	}

	private static void requireFitting(int instances, @Nullable Scaling scaling, Program program) {
		if (scaling == null) {
			return;
		}
		if (instances < scaling.min() || instances > scaling.max()) {
			throw new InvalidDefinitionException("instances", instances,
					"is outside of the pool (%d to %d)".formatted(scaling.min(), scaling.max()),
					"Begin with a number in between, or use withScaling.");
		}
		if (!program.takesRequests()) {
			throw new InvalidDefinitionException("instances", scaling.min() + " to " + scaling.max(),
					"follow the load of requests, and this command takes none",
					"Give one number, or the 'protocol' that the command speaks (wire or lines).");
		}
	}

	/**
	 * A standard process of one instance with the default policies.
	 * @param name the name
	 * @param program what runs
	 * @return the definition
	 */
	public static ProcessDefinition of(String name, Program program) {
		return new ProcessDefinition(name, program, 1, Map.of(), null, ProcessPolicies.defaultsFor(program), List.of(),
				null);
	}

	/**
	 * The kind, which follows from the endpoint.
	 * @return STANDARD, TCP or UNIX
	 */
	public ProcessKind kind() {
		return (this.endpoint != null) ? this.endpoint.address().kind() : ProcessKind.STANDARD;
	}

	/**
	 * Return a copy with another number of instances.
	 * @param instances how many at once
	 * @return the copy
	 */
	public ProcessDefinition withInstances(int instances) {
		return new ProcessDefinition(this.name, this.program, instances, this.environment, this.directory,
				this.policies, this.dependsOn, this.endpoint, this.daemon);
	}

	/**
	 * Return a copy whose number of instances follows its load.
	 * @param scaling how; it begins with {@link Scaling#initial()} instances
	 * @return the copy
	 */
	public ProcessDefinition withScaling(Scaling scaling) {
		return new ProcessDefinition(this.name, this.program, scaling.initial(), this.environment, this.directory,
				this.policies.withScaling(scaling), this.dependsOn, this.endpoint, this.daemon);
	}

	/**
	 * Return a copy with other policies.
	 * @param change from the policies as they are to those wanted
	 * @return the copy
	 */
	public ProcessDefinition withPolicies(UnaryOperator<ProcessPolicies> change) {
		return new ProcessDefinition(this.name, this.program, this.instances, this.environment, this.directory,
				change.apply(this.policies), this.dependsOn, this.endpoint, this.daemon);
	}

	/**
	 * Return a copy that starts after others.
	 * @param dependsOn the names of those that must be ready before
	 * @return the copy
	 */
	public ProcessDefinition withDependsOn(List<String> dependsOn) {
		return new ProcessDefinition(this.name, this.program, this.instances, this.environment, this.directory,
				this.policies, dependsOn, this.endpoint, this.daemon);
	}

	/**
	 * Return a copy that serves an endpoint.
	 * @param endpoint the socket, or {@code null} for none
	 * @return the copy
	 */
	public ProcessDefinition withEndpoint(@Nullable EndpointDefinition endpoint) {
		return new ProcessDefinition(this.name, this.program, this.instances, this.environment, this.directory,
				this.policies, this.dependsOn, endpoint, this.daemon);
	}

	/**
	 * Return a copy that goes on when the application ends, or does not.
	 * @param daemon whether it does
	 * @return the copy
	 */
	public ProcessDefinition withDaemon(boolean daemon) {
		return new ProcessDefinition(this.name, this.program, this.instances, this.environment, this.directory,
				this.policies, this.dependsOn, this.endpoint, daemon);
	}

}
