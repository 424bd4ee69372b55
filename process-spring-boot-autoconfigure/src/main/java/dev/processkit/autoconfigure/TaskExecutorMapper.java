package dev.processkit.autoconfigure;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.JvmSettings;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessPolicies;
import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.task.TaskWorkerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Turns {@code process.task-executors} into definitions. Their tasks carry one token,
 * made anew for each run of the application, which no command line ever shows.
 */
final class TaskExecutorMapper {

	static final String ROOT = "process.task-executors";

	private static final int TOKEN_BYTES = 32;

	private final ProcessProperties properties;

	private final DefinitionSources sources;

	private final ConfigurableEnvironment environment;

	private final HookBeans hooks;

	private final String token;

	private @Nullable List<Entry> entries;

	TaskExecutorMapper(ProcessProperties properties, DefinitionSources sources, ConfigurableEnvironment environment,
			HookBeans hooks) {
		this.properties = properties;
		this.sources = sources;
		this.environment = environment;
		this.hooks = hooks;
		byte[] random = new byte[TOKEN_BYTES];
		new SecureRandom().nextBytes(random);
		this.token = HexFormat.of().formatHex(random);
	}

	String token() {
		return this.token;
	}

	/**
	 * Map all executors. Done once.
	 * @return enabled or not, in the order of the files
	 */
	synchronized List<Entry> map() {
		List<Entry> known = this.entries;
		if (known == null) {
			known = mapAll();
			this.entries = known;
		}
		return known;
	}

	private List<Entry> mapAll() {
		List<Entry> entries = new ArrayList<>();
		Map<String, TaskExecutorProperties> executors = this.properties.taskExecutors();
		for (String name : this.sources.inOrder(ROOT, executors.keySet())) {
			TaskExecutorProperties executor = executors.get(name);
			if (executor != null) {
				String path = DefinitionEntry.path(ROOT, name);
				entries.add(new Entry(path, executor, PropertyPath.at(path, () -> define(name, path, executor))));
			}
		}
		return List.copyOf(entries);
	}

	/**
	 * Find an executor.
	 * @param name its name
	 * @return the executor, or {@code null}
	 */
	@Nullable Entry find(String name) {
		return map().stream().filter((entry) -> entry.definition().name().equals(name)).findFirst().orElse(null);
	}

	private ProcessDefinition define(String name, String path, TaskExecutorProperties executor) {
		executor.validate();
		PolicyProperties policies = executor.over(this.properties.defaults());
		JvmSettings jvm = PropertyPath.at("jvm", policies.jvm()::toSettings);
		Program program = TaskWorkerFactory.program(jvm, this.token, executor.maxTasks(), SpringTaskWorkerFactory.class,
				EnvironmentSnapshot.take(this.environment));
		PoolSize size = PoolSize.of(path, executor.instances(), this.sources);
		ProcessPolicies kept = policies.toPolicies(ProcessPolicies.defaultsFor(program)).withScaling(size.scaling());
		this.hooks.require(kept.hooks());
		if (!(kept.readiness().probe() instanceof Readiness.Probe.Worker)) {
			throw new InvalidDefinitionException("readiness.probe", kept.readiness().probe(),
					"is not what a task executor waits for", "Leave it out: its workers say when they are ready.");
		}
		return new ProcessDefinition(name, program, size.instances(), executor.environment(),
				PropertyPath.file("directory", executor.directory()), kept, List.of(), null);
	}

	/**
	 * An executor.
	 *
	 * @param path where it stands
	 * @param properties what stands there
	 * @param definition its process
	 */
	record Entry(String path, TaskExecutorProperties properties, ProcessDefinition definition) {

	}

}
