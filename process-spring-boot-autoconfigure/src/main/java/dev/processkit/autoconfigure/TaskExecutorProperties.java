package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.Protocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An executor whose tasks run in processes.
 *
 * @param enabled Whether the executor is part of the application.
 * @param instances Number of workers, each of which runs one task at a time, or bounds
 * between which it follows the load.
 * @param taskTimeout Time that a task may run; 0 for no limit. Waiting does not count.
 * @param maxTasks Number of tasks after which a worker is replaced by a new one; 0 for no
 * limit.
 * @param environment Environment variables added to those of the application.
 * @param directory Working directory. By default, that of the application.
 * @param restart When to restart a worker and when to give up.
 * @param readiness How a worker is known to be ready for tasks.
 * @param stop How to end a worker.
 * @param heartbeat How a worker is known to be alive.
 * @param log Where the text goes that a worker prints.
 * @param requests How many tasks wait for a worker, and how long.
 * @param resources What a worker may use of the machine.
 * @param hooks What else is run in the life of a worker.
 * @param jvm How the JVM of a worker is sized.
 */
record TaskExecutorProperties(@DefaultValue("true") boolean enabled, @DefaultValue("1") InstancesProperties instances,
		@DefaultValue("0s") Duration taskTimeout, @DefaultValue("0") int maxTasks,
		@DefaultValue Map<String, String> environment, @Nullable String directory,
		@DefaultValue RestartProperties restart, @DefaultValue ReadinessProperties readiness,
		@DefaultValue StopProperties stop, @DefaultValue HeartbeatProperties heartbeat, @DefaultValue LogProperties log,
		@DefaultValue RequestProperties requests, @DefaultValue ResourceProperties resources,
		@DefaultValue HookProperties hooks, @DefaultValue JvmProperties jvm) implements DefinitionProperties {

	/**
	 * It is the task that ends a worker, so a worker that was ready is replaced at once;
	 * one that cannot start is tried often and given up soon.
	 */
	private static final RestartProperties RESTART = new RestartProperties(null, null, null, Duration.ofMillis(500),
			null, Duration.ofMillis(1), 60, null, null, null);

	private static final RequestProperties ONE_AT_A_TIME = new RequestProperties(1, null, null);

	/**
	 * Bind an executor without any property of its own. Public because only then the
	 * conversion service finds it.
	 * @param nothing an empty text
	 * @return the executor
	 */
	public static TaskExecutorProperties of(String nothing) {
		if (!nothing.isBlank()) {
			throw new IllegalArgumentException("A task executor takes properties, not a class name");
		}
		return DefinitionProperties.of(TaskExecutorProperties.class, Map.of());
	}

	@Override
	public @Nullable String type() {
		return null;
	}

	@Override
	public @Nullable List<String> command() {
		return null;
	}

	@Override
	public @Nullable Protocol protocol() {
		return null;
	}

	@Override
	public Map<String, String> args() {
		return Map.of();
	}

	@Override
	public List<String> dependsOn() {
		return List.of();
	}

	@Override
	public LoopProperties loop() {
		return new LoopProperties(null, null);
	}

	@Override
	public RecycleProperties recycle() {
		return new RecycleProperties(null, null, null, null, null, null);
	}

	@Override
	public ScheduleProperties schedule() {
		return new ScheduleProperties(null, null);
	}

	PolicyProperties over(PolicyProperties defaults) {
		PolicyProperties own = policies().over(defaults);
		return new PolicyProperties(own.restart().over(RESTART), own.readiness(), own.stop(), own.heartbeat(),
				own.log(), ONE_AT_A_TIME.over(own.requests()), own.loop(), own.recycle(), own.resources(), own.hooks(),
				own.schedule(), own.jvm());
	}

	void validate() {
		if (this.taskTimeout.isNegative()) {
			throw new InvalidDefinitionException("task-timeout", this.taskTimeout, "is negative",
					"Use a duration such as 30s, or 0 for no limit.");
		}
		Integer concurrency = this.requests.concurrency();
		if (concurrency != null && concurrency != 1) {
			throw new InvalidDefinitionException("requests.concurrency", concurrency,
					"is not 1, but a worker runs one task at a time", "Leave it out, and raise 'instances'.");
		}
		if (this.maxTasks < 0) {
			throw new InvalidDefinitionException("max-tasks", this.maxTasks, "is negative",
					"Use 1 or more, or 0 for no limit.");
		}
	}

}
