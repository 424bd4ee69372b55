package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.processkit.HookAction;
import dev.processkit.HookContext;
import dev.processkit.HookPolicy;
import dev.processkit.HookPolicy.Moment;
import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.launch.HookProgram;
import dev.processkit.launch.ProcessLauncher;
import org.jspecify.annotations.Nullable;

/**
 * Runs the hooks of instances, each on a thread of its own, since they may take their
 * time. Confined to the supervisor's thread, but for the hooks themselves.
 */
final class Hooks {

	private static final Logger LOGGER = System.getLogger(Hooks.class.getName());

	private static final Executor THREADS = (task) -> DaemonThreads.named("process-hook", task).start();

	private final ProcessLauncher launcher;

	private final HookCalls calls;

	private final Map<InstanceId, ProcessIdentity> identities = new HashMap<>();

	private final Map<InstanceId, HookRun> starting = new HashMap<>();

	private final Map<InstanceId, CompletableFuture<Void>> exits = new ConcurrentHashMap<>();

	Hooks(ProcessLauncher launcher, HookSource source) {
		this.launcher = launcher;
		this.calls = new HookCalls(source);
	}

	/**
	 * Run what comes before a launch, after what came of the exit before it.
	 * @param launch the launch
	 * @return how to launch: on this very thread if there is nothing to run
	 */
	Gate before(Effect.Launch launch) {
		HookRun hook = prepare(Moment.BEFORE_START, launch.instance(), launch.definition(), null);
		if (hook == null) {
			return (task, refusal) -> task.run();
		}
		this.starting.put(launch.instance(), hook);
		CompletableFuture<Void> last = this.exits.getOrDefault(launch.instance(),
				CompletableFuture.completedFuture(null));
		return (task, refusal) -> last.thenRunAsync(() -> {
			String failure = outcome(Moment.BEFORE_START, hook);
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
		HookRun hook = this.starting.get(instance);
		if (hook != null) {
			hook.cancel();
		}
	}

	/**
	 * Run what comes before a stop.
	 * @param instance the instance
	 * @param then told when it is over, however it went, on any thread
	 */
	void beforeStop(Instance instance, Runnable then) {
		run(Moment.BEFORE_STOP, instance.id(), instance.definition(), null).thenRun(then);
	}

	/** Run what follows from an event. */
	void on(ProcessEvent event, ProcessDefinition definition) {
		InstanceId id = event.instance();
		if (event instanceof ProcessEvent.Launched launched) {
			this.starting.remove(id);
			this.identities.put(id, launched.identity());
		}
		else if (event instanceof ProcessEvent.BecameReady) {
			run(Moment.AFTER_READY, id, definition, null);
		}
		else if (event instanceof ProcessEvent.Exited exited) {
			if (definition.policies().hooks().afterExit() != null) {
				this.exits.put(id, run(Moment.AFTER_EXIT, id, definition, exited.exit()));
			}
			this.identities.remove(id);
		}
	}

	/**
	 * Wait for what follows from exits. From any thread.
	 * @return completes once it is over
	 */
	CompletableFuture<Void> ended() {
		return CompletableFuture.allOf(this.exits.values().toArray(CompletableFuture[]::new));
	}

	/** Interrupt those that are code of the application. From any thread. */
	void close() {
		this.calls.close();
	}

	/** What a hook cannot do harms nobody but itself. */
	private CompletableFuture<Void> run(Moment moment, InstanceId id, ProcessDefinition definition,
			@Nullable ProcessExit exit) {
		HookRun hook = prepare(moment, id, definition, exit);
		if (hook == null) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.runAsync(() -> {
			String failure = outcome(moment, hook);
			if (failure != null) {
				LOGGER.log(Level.WARNING, "{0}: {1}", id, failure);
			}
		}, THREADS);
	}

	/** Whatever goes wrong, somebody waits for the outcome. */
	private static @Nullable String outcome(Moment moment, HookRun hook) {
		try {
			return hook.run();
		}
		catch (RuntimeException | Error ex) {
			LOGGER.log(Level.DEBUG, "Hook could not be run", ex);
			return "hook '%s' could not be run: %s".formatted(moment, ex);
		}
	}

	private @Nullable HookRun prepare(Moment moment, InstanceId id, ProcessDefinition definition,
			@Nullable ProcessExit exit) {
		HookPolicy hooks = definition.policies().hooks();
		HookContext context = new HookContext(moment, id, definition, this.identities.get(id), exit);
		HookAction action = hooks.action(moment);
		if (action instanceof HookAction.Bean bean) {
			return new HookCall(bean.name(), context, hooks.timeout(), this.calls);
		}
		if (action instanceof HookAction.Command command) {
			return new Launched(new HookProgram(moment, command, definition, variables(context)), this.launcher);
		}
		return null;
	}

	private static Map<String, String> variables(HookContext context) {
		Map<String, String> variables = new HashMap<>();
		variables.put("PROCESS_HOOK", context.moment().toString());
		variables.put("PROCESS_NAME", context.instance().process());
		variables.put("PROCESS_INSTANCE", context.instance().toString());
		ProcessIdentity identity = context.identity();
		if (identity != null) {
			variables.put("PROCESS_PID", Long.toString(identity.pid()));
		}
		ProcessExit exit = context.exit();
		if (exit != null) {
			variables.put("PROCESS_EXIT_CODE", Integer.toString(exit.code()));
			if (exit.signal() != null) {
				variables.put("PROCESS_EXIT_SIGNAL", exit.signal().toString());
			}
		}
		return variables;
	}

	/** A command. */
	private record Launched(HookProgram program, ProcessLauncher launcher) implements HookRun {

		@Override
		public @Nullable String run() {
			return this.program.run(this.launcher);
		}

		@Override
		public void cancel() {
			this.program.cancel();
		}

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
