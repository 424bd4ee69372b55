package dev.processkit.supervisor;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.processkit.Dependencies;
import dev.processkit.EndpointAddress;
import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.OutputListener;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEventListener;
import dev.processkit.ProcessException;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;
import dev.processkit.SupervisorStatus;
import dev.processkit.launch.ProcessLauncher;
import dev.processkit.supervisor.Waiters.Goal;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what runs equal to what is wanted. Thread-safe: one thread owns all state, every
 * method hands it a task and returns at once, and futures complete on it. Targets are
 * names of processes and groups, instance ids or pids of ours; what is asked of a group
 * completes with the status of its first member.
 *
 * @since 0.1
 */
public final class Supervisor implements AutoCloseable {

	/** What is told or killed after the last grace period. */
	private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Fleet fleet;

	private final StatusBoard board;

	private final OutputCollector output;

	private final EventFeed events;

	private final ProcessDispatcher dispatcher;

	private final ProcessLauncher launcher;

	private final ThreadPoolExecutor launchThreads;

	private final SupervisorLoop loop = new SupervisorLoop();

	private final StepRunner steps;

	private final Acts acts;

	private final ProcessStreams streams;

	private final Reconciliation reconciliation;

	/**
	 * Create a supervisor; it launches nothing yet.
	 * @param maxProcesses how many processes may be live at once
	 * @param launcher the operating system; closed with this supervisor
	 * @param listeners told of every event, in this order
	 * @param output takes the lines of processes that log to the logger
	 * @param requests sees each request when it ends
	 * @param hooks knows the hooks that are code of the application
	 */
	public Supervisor(int maxProcesses, ProcessLauncher launcher, List<ProcessEventListener> listeners,
			OutputListener output, RequestObserver requests, HookSource hooks) {
		this.fleet = new Fleet(maxProcesses);
		this.output = new OutputCollector(output);
		this.events = new EventFeed(listeners);
		this.dispatcher = new ProcessDispatcher(requests);
		this.board = new StatusBoard(maxProcesses, this.dispatcher::waiting);
		this.launcher = launcher;
		this.launchThreads = DaemonThreads.pool("process-launch", 2 * Runtime.getRuntime().availableProcessors());
		this.steps = new StepRunner(this.fleet, this.board, this.dispatcher, this.loop, new EffectRunner.Outside(
				launcher, this.launchThreads, this.output, this.events, hooks, new MonotonicClock()));
		this.acts = new Acts(this.fleet, this.steps);
		this.streams = new ProcessStreams(this.acts, this.board, this.output);
		this.reconciliation = new Reconciliation(this.fleet, this.steps, this::forget);
	}

	/**
	 * Keep spares for the workers in use: JVMs that wait to become what is needed.
	 * @param spares how many; 0, the default, for none
	 */
	public void keepSpares(int spares) {
		this.steps.keepSpares(spares);
	}

	/**
	 * Announce processes that will be added later, so that requests to them are refused
	 * with the reason until then. To be called before the first request.
	 * @param processes their names
	 * @param absence why they are not there yet, as "it starts tomorrow"
	 */
	public void announce(Collection<String> processes, String absence) {
		processes.forEach((process) -> this.dispatcher.announce(process, absence));
	}

	/**
	 * Say why a process that was not added takes no requests.
	 * @param process its name
	 * @return what was announced, or that there is no such process
	 */
	public String absence(String process) {
		return this.dispatcher.absence(process);
	}

	/**
	 * Add processes and start them, in order, each once what it depends on is ready; all
	 * or none. What they depend on is among them or there already, and is started too.
	 * @param definitions the processes
	 * @param why the reason, for the log and the status
	 * @return completes once they are all ready; exceptionally with an
	 * {@link IllegalProcessStateException} if a name is taken or {@code max-processes}
	 * would be exceeded, an {@link InvalidDefinitionException} if they depend on what is
	 * not there, or a {@link ProcessException} if one of them fails
	 */
	public CompletableFuture<Void> add(List<ProcessDefinition> definitions, String why) {
		return this.acts.add(definitions, why);
	}

	/**
	 * Wait for decisions, not for what comes of them.
	 * @return completes once all that was asked for before is decided and shows in
	 * {@link #status()}, or the supervisor is closed
	 */
	public CompletableFuture<Void> decided() {
		CompletableFuture<Void> decided = new CompletableFuture<>();
		this.steps.submit(decided, (step) -> decided.complete(null));
		return decided;
	}

	/**
	 * Start what is not running, and what it depends on.
	 * @param target the target
	 * @param why the reason
	 * @return completes once it is ready
	 */
	public CompletableFuture<ProcessStatus> start(String target, String why) {
		return this.acts.on(target, Goal.UP, (step, instances) -> this.fleet.start(step, instances, why));
	}

	/**
	 * Stop with the stop signal of the policy.
	 * @param target the target
	 * @param why the reason
	 * @return completes once it is down; exceptionally with a {@link ProcessException}
	 * when somebody starts it again before
	 */
	public CompletableFuture<ProcessStatus> stop(String target, String why) {
		return this.acts.on(target, Goal.DOWN, (step, instances) -> this.fleet.stop(step, instances, why));
	}

	/**
	 * Stop with another signal.
	 * @param target the target
	 * @param signal the polite request; KILL for none
	 * @param why the reason
	 * @return as {@link #stop}
	 */
	public CompletableFuture<ProcessStatus> kill(String target, ProcessSignal signal, String why) {
		return this.acts.on(target, Goal.DOWN,
				(step, instances) -> instances.forEach((instance) -> instance.stop(step, signal, why)));
	}

	/**
	 * Stop and start again.
	 * @param target the target
	 * @param why the reason
	 * @return completes once it is ready again
	 */
	public CompletableFuture<ProcessStatus> restart(String target, String why) {
		return this.acts.on(target, Goal.UP, (step, instances) -> this.fleet.restart(step, instances, why));
	}

	/**
	 * As {@link #restart}, but not as an operator's act: what is down stays down, and
	 * what is paused is paused again.
	 * @param process the process
	 * @param why the reason
	 * @return completes once what is wanted up is ready or paused again
	 */
	public CompletableFuture<ProcessStatus> renew(String process, String why) {
		return this.acts.onProcess(process, (step) -> this.fleet.renew(step, this.fleet.instancesOf(process), why));
	}

	/**
	 * Replace the processes of all ready instances without ever having fewer of them: an
	 * extra instance is started first, then one after the other stops gracefully and
	 * starts again, then the extra one stops.
	 * @param process the process
	 * @param why the reason
	 * @return completes once all are replaced and the extra instance is gone;
	 * exceptionally with an {@link IllegalProcessStateException} if it cannot begin, or a
	 * {@link ProcessException} as soon as a new process does not become ready or somebody
	 * stops, pauses or kills one of them: then the others are left as they are
	 */
	public CompletableFuture<ProcessStatus> rollingRestart(String process, String why) {
		CompletableFuture<ProcessStatus> future = new CompletableFuture<>();
		this.steps.submit(future, (step) -> this.steps.await(future, process, this.fleet.roll(step, process, why)));
		return future;
	}

	/**
	 * Forget a process that has ended, with its queue and the text that it printed.
	 * @param process the process
	 * @return completes once it is forgotten; exceptionally with an
	 * {@link IllegalProcessStateException} while it is live or will be
	 */
	public CompletableFuture<Void> remove(String process) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.steps.submit(future, (step) -> {
			forget(process);
			future.complete(null);
		});
		return future;
	}

	private void forget(String process) {
		this.fleet.remove(process).forEach((instance) -> this.output.forget(instance.id()));
		this.dispatcher.remove(process);
		this.board.remove(process);
	}

	/** The way to change many processes at once. */
	public Reconciliation reconciliation() {
		return this.reconciliation;
	}

	/**
	 * Change the number of instances. A process that is down stays down.
	 * @param process the process
	 * @param instances how many, at least 1
	 * @param why the reason
	 * @return completes once those that stay are ready and the others are gone
	 */
	public CompletableFuture<ProcessStatus> scale(String process, int instances, String why) {
		return this.acts.onProcess(process, (step) -> {
			this.fleet.scale(step, process, instances, why);
			this.steps.refresh(process);
		});
	}

	/**
	 * Let ready instances take no more requests, and their successors neither, until they
	 * are resumed, stopped or restarted.
	 * @param target the target
	 * @param why the reason
	 * @return completes at once; exceptionally with an
	 * {@link IllegalProcessStateException} when it is not ready or takes no requests
	 */
	public CompletableFuture<ProcessStatus> pause(String target, String why) {
		return this.acts.on(target, null, (step, instances) -> Acts.pause(step, instances, why));
	}

	/**
	 * Let paused instances take requests again, also those that get a new process.
	 * @param target the target
	 * @param why the reason
	 * @return as {@link #pause}
	 */
	public CompletableFuture<ProcessStatus> resume(String target, String why) {
		return this.acts.on(target, null, (step, instances) -> Acts.resume(step, instances, why));
	}

	/**
	 * Send a signal and nothing else.
	 * @param target the target
	 * @param signal the signal
	 * @return completes once it was sent; exceptionally with an
	 * {@link IllegalProcessStateException} when nothing is running
	 */
	public CompletableFuture<ProcessStatus> signal(String target, ProcessSignal signal) {
		return this.acts.on(target, null, (step, instances) -> Acts.signal(step, instances, signal));
	}

	/**
	 * Send a signal to every process that runs.
	 * @param signal the signal
	 * @return completes once it was sent, also if there is nobody to take it
	 */
	public CompletableFuture<Void> signalAll(ProcessSignal signal) {
		return this.acts.signalAll(signal);
	}

	/**
	 * Stop everything but daemons that run, the last added first, and what others depend
	 * on after these, each within its own grace period.
	 * @param why the reason
	 * @return completes once all are down, and what their hooks do after the exit is done
	 */
	public CompletableFuture<Void> stopAll(String why) {
		return this.acts
			.onAll(Instance::endsWithApplication, (step, instances) -> this.fleet.stop(step, instances, why))
			.thenCompose((stopped) -> this.steps.hooksEnded());
	}

	/**
	 * Wait until nothing is live and nothing will be relaunched by itself. Blocks.
	 * @param timeout how long at most
	 * @return whether that came true in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean awaitAll(Duration timeout) throws InterruptedException {
		return this.acts.awaitAll(timeout);
	}

	/**
	 * Say where clients reach a process, for the status.
	 * @param process the process
	 * @param address the bound address; {@code null} when it does not listen any more
	 */
	public void setEndpoint(String process, @Nullable EndpointAddress address) {
		this.board.setEndpoint(process, address);
	}

	/**
	 * Everything as it is.
	 * @return the snapshot; cheap, touches no live state
	 */
	public SupervisorStatus status() {
		return this.board.all(this.launcher.classArchive());
	}

	/**
	 * One process as it is.
	 * @param process the name
	 * @return the snapshot, or {@code null} if there is no such process
	 */
	public @Nullable ProcessStatus find(String process) {
		return this.board.find(process);
	}

	/**
	 * What processes print and read.
	 * @return the streams of this supervisor's processes
	 */
	public ProcessStreams streams() {
		return this.streams;
	}

	/**
	 * The road for requests.
	 * @return the dispatcher of this supervisor
	 */
	public Dispatcher dispatcher() {
		return this.dispatcher;
	}

	/**
	 * Stop everything but daemons that run, and release all threads. Blocks until it is
	 * done, at most as long as the longest chain of grace periods and a little more. What
	 * is asked of a closed supervisor fails with a {@link ProcessException}.
	 */
	@Override
	public void close() {
		Duration longest = new Dependencies(status().processes().stream().map(ProcessStatus::definition).toList())
			.longestStop();
		try {
			stopAll("the supervisor is closed").get(Durations.nanos(longest) + LAST_WORDS_NANOS, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// Closing the launcher kills what is left.
		}
		this.steps.abandon();
		this.loop.close();
		this.launchThreads.shutdown();
		this.dispatcher.close();
		this.launcher.close();
		this.output.close();
		this.events.close();
	}

}
