package dev.processkit.supervisor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.processkit.Program;
import dev.processkit.Readiness;
import dev.processkit.control.ControlChannel;
import dev.processkit.control.LineChannel;
import dev.processkit.control.WorkerChannel;
import dev.processkit.launch.LaunchedProcess;
import dev.processkit.launch.ProcessorDemand;
import org.jspecify.annotations.Nullable;

/**
 * Joins a process to its instance: the channel, the line of requests, and what the worker
 * says. Confined to the supervisor's thread, but for the adoption of spares.
 */
final class RunOpener {

	private static final Logger LOGGER = System.getLogger(RunOpener.class.getName());

	private final ProcessDispatcher dispatcher;

	private final OutputCollector output;

	private final Hearing hearing;

	RunOpener(ProcessDispatcher dispatcher, OutputCollector output, Hearing hearing) {
		this.dispatcher = dispatcher;
		this.output = output;
		this.hearing = hearing;
	}

	/**
	 * Open the channel of a process that was launched, if it has one.
	 * @param launch the launch
	 * @param instance the instance
	 * @param process the process
	 * @return the run
	 */
	LiveRun open(Effect.Launch launch, Instance instance, LaunchedProcess process) {
		Program program = launch.definition().program();
		if (!program.takesRequests()) {
			return run(launch, process, null, null, null);
		}
		ChannelEvents events = events(launch, instance, CompletableFuture.completedFuture(null));
		String name = launch.instance().toString();
		WorkerChannel channel = program.speaksWire()
				? ControlChannel.open(process.fromWorker(), process.toWorker(),
						SpareKind.configuration(launch.definition(), name).entries(), name, events)
				: LineChannel.open(process.fromWorker(), process.toWorker(), name, events);
		return run(launch, process, channel, events, line(launch, instance, process, channel, events));
	}

	/**
	 * Have a spare become the instance. On a launching thread; blocks until the spare has
	 * reacted, or is gone.
	 * @param spare the spare
	 * @param launch the launch
	 * @param instance the instance
	 * @param lines takes what it prints from now on
	 * @param known completes when the instance knows of the process
	 * @return the run; {@code null} if it is of no use after all
	 */
	@Nullable LiveRun adopt(Spare spare, Effect.Launch launch, Instance instance, Consumer<String> lines,
			CompletableFuture<Void> known) {
		ChannelEvents events = events(launch, instance, known);
		WorkerLine line = line(launch, instance, spare.process(), spare.channel(), events);
		String name = launch.instance().toString();
		try {
			spare.become(launch.instance(), launch.definition(),
					SpareKind.configuration(launch.definition(), name).entries(), lines, events);
			return run(launch, spare.process(), spare.channel(), events, line);
		}
		catch (RuntimeException ex) {
			LOGGER.log(Level.DEBUG, "A process is launched for " + name + " instead", ex);
			spare.killAndWait();
			return null;
		}
	}

	private static LiveRun run(Effect.Launch launch, LaunchedProcess process, @Nullable WorkerChannel channel,
			@Nullable ChannelEvents events, @Nullable WorkerLine line) {
		return new LiveRun(process, channel, events, line, silence(launch, process, "said nothing"));
	}

	private static Silence silence(Effect.Launch launch, LaunchedProcess process, String fault) {
		return new Silence(launch.instance(), fault, () -> ProcessorDemand.of(process.identity()));
	}

	private WorkerLine line(Effect.Launch launch, Instance instance, LaunchedProcess process, WorkerChannel channel,
			ChannelEvents events) {
		WorkerLine line = new WorkerLine(launch.instance(), new ChannelOutlet(channel),
				() -> this.output.lines(launch.instance()),
				(why) -> this.hearing.decide((step) -> instance.unresponsive(step, launch.launch(), why)),
				silence(launch, process, "not reacted to a cancellation"));
		events.connect(line);
		return line;
	}

	private ChannelEvents events(Effect.Launch launch, Instance instance, CompletableFuture<Void> known) {
		RequestQueue queue = this.dispatcher.queue(launch.instance().process());
		boolean saysSo = launch.definition().policies().readiness().probe() instanceof Readiness.Probe.Worker;
		return new ChannelEvents(queue, (how) -> {
			if (saysSo) {
				known.thenRun(() -> this.hearing.decide((step) -> instance.ready(step, launch.launch(), how)));
			}
		}, () -> known.thenRun(() -> this.hearing.running(instance)),
				(why) -> known
					.thenRun(() -> this.hearing.decide((step) -> instance.retire(step, launch.launch(), why))),
				(why) -> known.thenRun(() -> this.hearing.closed(launch, instance, why)));
	}

	/**
	 * Takes what a worker says. Called on any thread.
	 */
	interface Hearing {

		/**
		 * Let something be decided.
		 * @param action the signal
		 */
		void decide(Consumer<Step> action);

		/**
		 * A worker takes requests again.
		 * @param instance the instance
		 */
		void running(Instance instance);

		/**
		 * A channel has closed.
		 * @param launch the launch that it belongs to
		 * @param instance the instance
		 * @param why why
		 */
		void closed(Effect.Launch launch, Instance instance, String why);

	}

}
