package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessLaunchException;
import dev.processkit.Program;
import dev.processkit.launch.LaunchedProcess;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.launch.ReadinessProbe;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what was decided and brings back what comes of it. Confined to the
 * supervisor's thread, but for the launches themselves.
 */
final class EffectRunner implements RunOpener.Hearing {

	private static final Duration LAST_WORDS = Duration.ofSeconds(1);

	/**
	 * How often that is waited for: on a busy machine, a time that is over says little of
	 * what a thread or a process could do in it.
	 */
	private static final int PATIENCE = 20;

	private final Outside outside;

	private final LaunchQueue launches;

	private final ProcessDispatcher dispatcher;

	private final StatusBoard board;

	private final SupervisorLoop loop;

	private final Steps steps;

	private final SparePool spares;

	private final RunOpener opener;

	private final Hooks hooks;

	private final Map<InstanceId, LiveRun> runs = new HashMap<>();

	private final Map<InstanceId, ReadinessProbe> probes = new HashMap<>();

	private final MemoryWatch memory = new MemoryWatch(this::decide);

	EffectRunner(Outside outside, ProcessDispatcher dispatcher, StatusBoard board, SupervisorLoop loop, Steps steps,
			SparePool spares) {
		this.outside = outside;
		this.launches = new LaunchQueue(outside.launchThreads(), 2 * Runtime.getRuntime().availableProcessors());
		this.dispatcher = dispatcher;
		this.board = board;
		this.loop = loop;
		this.steps = steps;
		this.spares = spares;
		this.hooks = new Hooks(outside.launcher(), outside.hooks());
		this.opener = new RunOpener(dispatcher, outside.output(), this);
	}

	void run(Effect effect, Instance instance) {
		if (effect instanceof Effect.Publish publish) {
			this.outside.events().publish(publish.event());
			this.hooks.on(publish.event(), instance.definition());
		}
		else if (effect instanceof Effect.Launch launch) {
			Hooks.Gate gate = this.hooks.before(launch);
			Spare spare = this.spares.take(launch.definition());
			if (spare != null) {
				this.launches.submit(launch, false, () -> launch(launch, instance, spare, gate));
			}
			else {
				this.spares.whenRoom(launch,
						() -> this.launches.submit(launch, launch.definition().program() instanceof Program.Worker,
								() -> launch(launch, instance, null, gate)));
			}
		}
		else if (effect instanceof Effect.CancelLaunch cancel) {
			if (this.launches.cancel(cancel.instance(), cancel.launch())
					|| this.spares.cancel(cancel.instance(), cancel.launch())) {
				decide((step) -> instance.launchFailed(step, cancel.launch(), "stopped before it was launched"));
			}
			this.hooks.cancel(cancel.instance());
		}
		else if (effect instanceof Effect.PrepareStop prepare) {
			this.hooks.beforeStop(instance, () -> decide((step) -> instance.stopPrepared(step, prepare.launch())));
		}
		else if (effect instanceof Effect.SetAlarm alarm) {
			setAlarm(alarm, instance);
		}
		else {
			runOnProcess(effect, instance);
		}
	}

	private void setAlarm(Effect.SetAlarm alarm, Instance instance) {
		Runnable ring = () -> this.steps
			.step((step) -> instance.alarm(step, alarm.alarm(), alarm.epoch(), silentFor(alarm, instance)));
		if (alarm.alarm() == Effect.Alarm.BACK_OFF) {
			this.loop.schedule(ring, alarm.after());
		}
		else if (alarm.alarm() == Effect.Alarm.CHANNEL_CLOSED) {
			unlessEnding(alarm.instance(), ring, alarm.after(), PATIENCE);
		}
		else {
			this.loop.scheduleDeadline(ring, alarm.after());
		}
	}

	private void runOnProcess(Effect effect, Instance instance) {
		LiveRun run = this.runs.get(instance.id());
		if (run == null) {
			if (effect instanceof Effect.WriteInput write) {
				write.written()
					.completeExceptionally(new IllegalProcessStateException(
							"Instance '%s' has ended meanwhile".formatted(write.instance())));
			}
			return;
		}
		if (effect instanceof Effect.RequestStop stop) {
			run.requestStop(stop.signal(), instance.definition().policies().stop().gracePeriod().dividedBy(2));
		}
		else if (effect instanceof Effect.Kill) {
			run.process().kill();
		}
		else if (effect instanceof Effect.SendSignal send) {
			run.process().signal(send.signal());
		}
		else if (effect instanceof Effect.WriteInput || effect instanceof Effect.CloseInput
				|| effect instanceof Effect.ReopenLog) {
			run.useStreams(effect);
		}
		else if (effect instanceof Effect.SetPaused paused) {
			run.setPaused(paused.paused());
		}
	}

	/** On a launching thread. */
	private void launch(Effect.Launch launch, Instance instance, @Nullable Spare spare, Hooks.Gate gate) {
		gate.pass(() -> launch(launch, instance, spare), (why) -> {
			if (spare != null) {
				spare.killAndWait();
			}
			launchFailed(launch, instance, why);
		});
	}

	/** On a launching thread, or that of a hook. */
	private void launch(Effect.Launch launch, Instance instance, @Nullable Spare spare) {
		ProcessDefinition definition = launch.definition();
		CompletableFuture<Void> known = new CompletableFuture<>();
		try {
			ReadinessProbe probe = ReadinessProbe.prepare(definition.policies().readiness().probe(),
					definition.directory(), () -> known.thenRun(() -> ready(launch, instance, "its probe succeeded")));
			Consumer<String> lines = this.outside.output().of(launch.instance(), definition);
			Instant at = this.outside.clock().instant();
			Consumer<String> output = (line) -> {
				lines.accept(line);
				probe.onLine(line);
			};
			LiveRun adopted = (spare != null) ? this.opener.adopt(spare, launch, instance, output, known) : null;
			LaunchedProcess process = (adopted != null) ? adopted.process()
					: this.outside.launcher().launch(launch.instance(), definition, output);
			this.loop.execute(() -> launched(launch, instance, process, adopted, probe, at));
			known.complete(null);
		}
		catch (ProcessLaunchException ex) {
			launchFailed(launch, instance, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | Error ex) {
			launchFailed(launch, instance, "could not be launched: " + ex);
		}
	}

	private void ready(Effect.Launch launch, Instance instance, String how) {
		decide((step) -> instance.ready(step, launch.launch(), how));
	}

	private void launchFailed(Effect.Launch launch, Instance instance, String why) {
		this.loop.execute(() -> {
			this.launches.settled(launch.instance());
			this.steps.step((step) -> instance.launchFailed(step, launch.launch(), why));
		});
	}

	private void launched(Effect.Launch launch, Instance instance, LaunchedProcess process, @Nullable LiveRun adopted,
			ReadinessProbe probe, Instant at) {
		LiveRun run;
		try {
			run = (adopted != null) ? adopted : this.opener.open(launch, instance, process);
		}
		catch (RuntimeException | Error ex) {
			process.kill();
			process.onExit()
				.thenRun(() -> launchFailed(launch, instance, "its control channel could not be opened: " + ex));
			return;
		}
		this.runs.put(launch.instance(), run);
		if (run.line() != null) {
			this.dispatcher.queue(launch.instance().process()).attach(run.line());
			this.board.setLine(launch.instance(), run.line());
		}
		this.probes.put(launch.instance(), probe);
		this.memory.watch(launch, instance, process.identity());
		String how = process.isAdopted() ? "adopted" : "launched";
		this.steps.step((step) -> instance.launched(step, launch.launch(), process.identity(), at, how));
		if (process.isAdopted() && !launch.definition().policies().readiness().probe().answersAgain()) {
			ready(launch, instance, "it runs since an earlier run");
		}
		else {
			probe.start();
		}
		process.onExit().thenAccept((exit) -> this.loop.execute(() -> exited(launch, instance, run, exit)));
	}

	/** Its requests wait for the exit, which usually follows within a millisecond. */
	@Override
	public void closed(Effect.Launch launch, Instance instance, String why) {
		this.loop.execute(() -> {
			LiveRun run = this.runs.get(launch.instance());
			if (run != null && instance.launch() == launch.launch()) {
				unlessEnding(launch.instance(), () -> run.close(why), LAST_WORDS, run.isUnreadable() ? 1 : PATIENCE);
			}
			this.steps.step((step) -> instance.channelClosed(step, launch.launch(), why));
		});
	}

	/** Do something about a process that says no more, once it is seen to live on. */
	private void unlessEnding(InstanceId instance, Runnable action, Duration after, int patience) {
		LiveRun run = this.runs.get(instance);
		this.loop.scheduleDeadline(() -> {
			if (patience > 1 && run != null && this.runs.get(instance) == run && run.mayBeEnding()) {
				unlessEnding(instance, action, after, patience - 1);
			}
			else {
				action.run();
			}
		}, after);
	}

	private void exited(Effect.Launch launch, Instance instance, LiveRun run, ProcessExit exit) {
		this.runs.remove(launch.instance());
		this.memory.forget(launch.instance());
		stopProbing(launch.instance());
		this.launches.settled(launch.instance());
		this.board.setLine(launch.instance(), null);
		if (run.line() != null) {
			this.dispatcher.queue(launch.instance().process()).offline(run.line());
			run.line().exited(exit);
		}
		// What the worker said last may still be in the pipe; its end closes the line.
		releaseLater(launch, run, exit, PATIENCE);
		this.steps.step((step) -> {
			if (run.isUnreadable()) {
				instance.unreadable(launch.launch());
			}
			instance.exited(step, launch.launch(), exit, run.describe(exit));
		});
	}

	private void releaseLater(Effect.Launch launch, LiveRun run, ProcessExit exit, int patience) {
		this.loop.schedule(() -> {
			if (run.awaitsAnswers() && patience > 1) {
				releaseLater(launch, run, exit, patience - 1);
			}
			else {
				release(launch, run, exit);
			}
		}, LAST_WORDS);
	}

	private void release(Effect.Launch launch, LiveRun run, ProcessExit exit) {
		if (run.line() != null) {
			this.dispatcher.release(launch.instance().process(), run.line(), exit.describe());
		}
		run.close(exit.describe());
	}

	@Override
	public void running(Instance instance) {
		this.loop.execute(() -> stateChanged(instance));
	}

	@Override
	public void decide(Consumer<Step> action) {
		this.loop.execute(() -> this.steps.step(action));
	}

	/** The instance is in another state: let requests in, or keep them out. */
	void stateChanged(Instance instance) {
		LiveRun run = this.runs.get(instance.id());
		boolean ready = instance.state() == InstanceState.READY;
		if (instance.state() != InstanceState.STARTING) {
			this.launches.settled(instance.id());
			stopProbing(instance.id());
		}
		if (run != null && run.line() != null) {
			RequestQueue queue = this.dispatcher.queue(instance.id().process());
			if (ready || instance.state() == InstanceState.PAUSED) {
				run.process().confirmReady();
			}
			if (ready) {
				queue.online(run.line());
			}
			else {
				queue.offline(run.line());
			}
		}
	}

	/** Completes once all that was to be run after exits is over. */
	CompletableFuture<Void> hooksEnded() {
		return this.hooks.ended();
	}

	void closeHooks() {
		this.hooks.close();
	}

	private void stopProbing(InstanceId instance) {
		ReadinessProbe probe = this.probes.remove(instance);
		if (probe != null) {
			probe.close();
		}
	}

	private Duration silentFor(Effect.SetAlarm alarm, Instance instance) {
		LiveRun run = this.runs.get(instance.id());
		return (run != null && alarm.alarm() == Effect.Alarm.HEARTBEAT)
				? run.silentFor(instance.definition().policies().heartbeat().timeout()) : Duration.ZERO;
	}

	/**
	 * What lies outside the supervisor.
	 *
	 * @param launcher the operating system
	 * @param launchThreads where launches may block
	 * @param output takes what processes print
	 * @param events brings news to listeners
	 * @param hooks knows the hooks that are code of the application
	 * @param clock the time
	 */
	record Outside(ProcessLauncher launcher, Executor launchThreads, OutputCollector output, EventFeed events,
			HookSource hooks, InstantSource clock) {

	}

	/**
	 * Takes decisions.
	 */
	@FunctionalInterface
	interface Steps {

		/**
		 * Let something be decided, then run the effects. On the supervisor's thread.
		 * @param action the signal
		 */
		void step(Consumer<Step> action);

	}

}
