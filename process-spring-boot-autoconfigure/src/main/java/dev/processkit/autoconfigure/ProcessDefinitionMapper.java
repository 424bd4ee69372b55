package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessGroup;
import dev.processkit.ProcessKind;
import dev.processkit.ProcessPolicies;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Turns properties into definitions, and refuses what cannot work before anything is
 * launched: each refusal names the property by its full path. Thread-safe.
 */
final class ProcessDefinitionMapper {

	private final ProcessProperties properties;

	private final DefinitionSources sources;

	private final ProgramMapper programs;

	private final EndpointMapper endpoints;

	private final HookBeans hooks;

	private final TaskExecutorMapper taskExecutors;

	private @Nullable List<ProcessDefinition> definitions;

	/**
	 * Create a mapper.
	 * @param properties what stands under {@code process}
	 * @param environment where it comes from; components get a snapshot of it
	 * @param classLoader finds worker classes
	 * @param runtimeDirectory holds the sockets that were given no path
	 * @param sslBundles the SSL bundles of the application, if it has any
	 * @param hooks the hooks among its beans
	 */
	ProcessDefinitionMapper(ProcessProperties properties, ConfigurableEnvironment environment, ClassLoader classLoader,
			Path runtimeDirectory, @Nullable SslBundles sslBundles, HookBeans hooks) {
		this.properties = properties;
		this.sources = new DefinitionSources(environment);
		this.programs = new ProgramMapper(environment, new WorkerTypes(classLoader), properties.enableCoroutine());
		this.endpoints = new EndpointMapper(runtimeDirectory, sslBundles);
		this.hooks = hooks;
		this.taskExecutors = new TaskExecutorMapper(properties, this.sources, environment, hooks);
	}

	/**
	 * Map all definitions but those of task executors, which are checked as well. Done
	 * once: several beans ask.
	 * @return the enabled ones: standard, then TCP, then Unix, each in the order of the
	 * files
	 * @throws InvalidDefinitionException if one cannot work, enabled or not, or two do
	 * not go together
	 */
	synchronized List<ProcessDefinition> map() {
		List<ProcessDefinition> known = this.definitions;
		if (known == null) {
			known = mapAll();
			this.definitions = known;
		}
		return known;
	}

	private List<ProcessDefinition> mapAll() {
		if (this.properties.spares() < 0) {
			throw new InvalidDefinitionException("process.spares", this.properties.spares(), "is below 0",
					"Use 0 for no spares, or how many are to wait.");
		}
		DefinitionConflicts conflicts = new DefinitionConflicts(this.properties.maxProcesses());
		List<ProcessDefinition> definitions = new ArrayList<>();
		OrderCheck order = new OrderCheck();
		for (DefinitionEntry entry : entries()) {
			ProcessDefinition definition = define(entry, (jvm) -> this.programs.map(entry, jvm));
			order.add(entry.path(), definition, entry.properties().enabled());
			if (entry.properties().enabled()) {
				conflicts.add(entry.path(), definition);
				definitions.add(definition);
			}
		}
		for (TaskExecutorMapper.Entry executor : this.taskExecutors.map()) {
			if (executor.properties().enabled()) {
				conflicts.add(executor.path(), executor.definition());
			}
			order.add(executor.path(), executor.definition(), executor.properties().enabled());
		}
		order.check();
		groups();
		return List.copyOf(definitions);
	}

	/**
	 * Map all groups.
	 * @return the groups
	 * @throws InvalidDefinitionException if one cannot be
	 */
	List<ProcessGroup> groups() {
		List<String> names = new ArrayList<>(names());
		this.taskExecutors.map().forEach((executor) -> names.add(executor.definition().name()));
		return GroupMapper.map(this.properties.groups(), names);
	}

	/** The executors, which start by themselves. */
	TaskExecutorMapper taskExecutors() {
		return this.taskExecutors;
	}

	/**
	 * The names of all definitions.
	 * @return the names, also of those that are not enabled
	 */
	List<String> names() {
		return entries().stream().map(DefinitionEntry::name).toList();
	}

	/**
	 * Define a process for a bean, with the configured defaults.
	 * @param type the worker class
	 * @param args its arguments, nested as you like; {@code host} and {@code port}, or
	 * {@code socket-path}, say where it listens
	 * @param kind how clients reach it
	 * @return the definition, named after the class
	 * @throws InvalidDefinitionException if it cannot work
	 */
	ProcessDefinition worker(Class<?> type, Map<String, ?> args, ProcessKind kind) {
		Map<String, String> flat = Args.flatten(args);
		DefinitionEntry entry = RuntimeDefinition.entry(type, flat, kind);
		return define(entry, (jvm) -> this.programs.worker(type, flat, entry.properties(), jvm));
	}

	private List<DefinitionEntry> entries() {
		List<DefinitionEntry> entries = new ArrayList<>();
		addEntries(entries, "process.processes", this.properties.processes());
		addEntries(entries, "process.tcp-processes", this.properties.tcpProcesses());
		addEntries(entries, "process.unix-processes", this.properties.unixProcesses());
		return entries;
	}

	private void addEntries(List<DefinitionEntry> entries, String root,
			Map<String, ? extends DefinitionProperties> map) {
		for (String key : this.sources.inOrder(root, map.keySet())) {
			DefinitionProperties value = map.get(key);
			if (value != null) {
				entries.add(DefinitionEntry.of(root, key, value, this.sources::shorthand));
			}
		}
	}

	private ProcessDefinition define(DefinitionEntry entry, Function<JvmProperties, Program> programs) {
		try {
			PolicyProperties policies = entry.properties().policies().over(this.properties.defaults());
			Program program = programs.apply(policies.jvm());
			PoolSize size = PoolSize.of(entry.path(), entry.properties().instances(), this.sources);
			ProcessPolicies kept = policies.toPolicies(ProcessPolicies.defaultsFor(program))
				.withScaling(size.scaling());
			this.hooks.require(kept.hooks());
			return new ProcessDefinition(entry.name(), program, size.instances(), entry.properties().environment(),
					PropertyPath.file("directory", entry.properties().directory()), kept,
					entry.properties().dependsOn(), this.endpoints.map(entry.name(), entry.properties()),
					entry.properties().daemon());
		}
		catch (InvalidDefinitionException ex) {
			throw inDefaults(ex) ? ex.within("process.defaults") : ex.within(entry.path());
		}
	}

	/** What {@code defaults} get wrong by themselves is not the definition's fault. */
	private boolean inDefaults(InvalidDefinitionException refusal) {
		PolicyProperties defaults = this.properties.defaults();
		ProcessPolicies base = ProcessPolicies.defaultsFor(Program.Worker.of(""));
		return isRefused(refusal, () -> this.hooks.require(defaults.toPolicies(base).hooks()))
				|| isRefused(refusal, () -> PropertyPath.at("jvm", defaults.jvm()::toSettings));
	}

	private boolean isRefused(InvalidDefinitionException refusal, Runnable factory) {
		try {
			factory.run();
			return false;
		}
		catch (InvalidDefinitionException ex) {
			return ex.property().equals(refusal.property()) && ex.value().equals(refusal.value());
		}
	}

}
