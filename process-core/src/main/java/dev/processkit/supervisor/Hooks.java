package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.processkit.HookPolicy.Moment;
import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessExit;
import dev.processkit.launch.HookProgram;
import dev.processkit.launch.ProcessLauncher;

/**
 * Runs the hooks of instances, each on a thread of its own, since they may take their
 * time. Confined to the supervisor's thread, but for the hooks themselves.
 */
final class Hooks {

	private static final Logger LOGGER = System.getLogger(Hooks.class.getName());

	private static final Executor THREADS = (task) -> DaemonThreads.named("process-hook", task).start();

	private final ProcessLauncher launcher;

	private final Map<InstanceId, Long> pids = new HashMap<>();

	private final Map<InstanceId, HookProgram> starting = new HashMap<>();

	private final Map<InstanceId, CompletableFuture<Void>> exits = new ConcurrentHashMap<>();

	Hooks(ProcessLauncher launcher) {
		this.launcher = launcher;
	}

	/**
	 * Run what comes before a launch, after what came of the exit before it.
	 * @param launch the launch
	 * @return how to launch: on this very thread if there is nothing to run
	 */
	Gate before(Effect.Launch launch) {
		if (!has(Moment.BEFORE_START, launch.definition())) {
			return (task, refusal) -> task.run();
		}
		HookProgram program = new HookProgram(Moment.BEFORE_START, launch.definition(),
				variables(Moment.BEFORE_START, launch.instance()));
		this.starting.put(launch.instance(), program);
		CompletableFuture<Void> last = this.exits.getOrDefault(launch.instance(),
				CompletableFuture.completedFuture(null));
		return (task, refusal) -> last.thenRunAsync(() -> {
			String failure = program.run(this.launcher);
			if (failure == null) {
				task.run();
			}
			else {
				refusal.accept(failure);
			}
		}, THREADS);
	}

	/** A launch is not wanted any more. */
	void cancel(InstanceId instance) {
		HookProgram program = this.starting.get(instance);
		if (program != null) {
			program.cancel();
		}
	}

	/**
	 * Run what comes before a stop.
	 * @param instance the instance
	 * @param then told when it is over, however it went, on any thread
	 */
	void beforeStop(Instance instance, Runnable then) {
		run(Moment.BEFORE_STOP, instance.id(), instance.definition(), Map.of()).thenRun(then);
	}

	/** Run what follows from an event. */
	void on(ProcessEvent event, ProcessDefinition definition) {
		InstanceId id = event.instance();
		if (event instanceof ProcessEvent.Launched launched) {
			this.starting.remove(id);
			this.pids.put(id, launched.identity().pid());
		}
		else if (event instanceof ProcessEvent.BecameReady) {
			run(Moment.AFTER_READY, id, definition, Map.of());
		}
		else if (event instanceof ProcessEvent.Exited exited) {
			Map<String, String> end = exit(exited.exit());
			if (has(Moment.AFTER_EXIT, definition)) {
				this.exits.put(id, run(Moment.AFTER_EXIT, id, definition, end));
			}
			this.pids.remove(id);
		}
	}

	/**
	 * Wait for what follows from exits. From any thread.
	 * @return completes once it is over
	 */
	CompletableFuture<Void> ended() {
		return CompletableFuture.allOf(this.exits.values().toArray(CompletableFuture[]::new));
	}

	/** What a hook cannot do harms nobody but itself. */
	private CompletableFuture<Void> run(Moment moment, InstanceId id, ProcessDefinition definition,
			Map<String, String> more) {
		if (!has(moment, definition)) {
			return CompletableFuture.completedFuture(null);
		}
		Map<String, String> variables = variables(moment, id);
		variables.putAll(more);
		HookProgram program = new HookProgram(moment, definition, variables);
		return CompletableFuture.runAsync(() -> {
			String failure = program.run(this.launcher);
			if (failure != null) {
				LOGGER.log(Level.WARNING, "{0}: {1}", id, failure);
			}
		}, THREADS).handle((done, failure) -> {
			if (failure != null) {
				LOGGER.log(Level.WARNING, id + ": hook '" + moment + "' could not be run", failure);
			}
			return null;
		});
	}

	private static boolean has(Moment moment, ProcessDefinition definition) {
		return !definition.policies().hooks().command(moment).isEmpty();
	}

	private Map<String, String> variables(Moment moment, InstanceId id) {
		Map<String, String> variables = new HashMap<>();
		variables.put("PROCESS_HOOK", moment.toString());
		variables.put("PROCESS_NAME", id.process());
		variables.put("PROCESS_INSTANCE", id.toString());
		Long pid = this.pids.get(id);
		if (pid != null) {
			variables.put("PROCESS_PID", pid.toString());
		}
		return variables;
	}

	private static Map<String, String> exit(ProcessExit exit) {
		Map<String, String> variables = new HashMap<>();
		variables.put("PROCESS_EXIT_CODE", Integer.toString(exit.code()));
		if (exit.signal() != null) {
			variables.put("PROCESS_EXIT_SIGNAL", exit.signal().toString());
		}
		return variables;
	}

	/**
	 * What a launch goes through.
	 */
	@FunctionalInterface
	interface Gate {

		/**
		 * Let it through, or refuse it.
		 * @param task launches
		 * @param refusal takes the reason
		 */
		void pass(Runnable task, Consumer<String> refusal);

	}

}
