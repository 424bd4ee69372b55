package dev.processkit.job;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InstanceState;
import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessException;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessPolicies;
import dev.processkit.Program;
import dev.processkit.RestartPolicy;
import dev.processkit.UnknownProcessException;
import org.jspecify.annotations.Nullable;

/**
 * A command, launched as a process like any other that is never restarted, and removed
 * when it has ended. While there is no room for it, it waits.
 */
final class CommandAttempt extends Attempt {

	private static final Logger LOGGER = System.getLogger(CommandAttempt.class.getName());

	private final Job.Command job;

	private final String name;

	private final ProcessPolicies policies;

	private final ProcessManager manager;

	private final JobWatch watch;

	/** One object, so that it is found again where it waits. */
	private final Runnable launching = this::start;

	/**
	 * Its process: of another name each time, as the last one may not be forgotten yet.
	 */
	private volatile String process;

	private int launches;

	private volatile @Nullable Instant launchedAt;

	private volatile @Nullable ProcessExit exit;

	CommandAttempt(String name, Job.Command job, JobOptions options, ProcessManager manager, JobWatch watch,
			Consumer<End> ended) {
		super(ended);
		this.name = name;
		this.process = name;
		this.job = job;
		this.manager = manager;
		this.watch = watch;
		RestartPolicy usual = RestartPolicy.DEFAULT;
		RestartPolicy never = new RestartPolicy(RestartPolicy.Mode.NEVER, usual.backoff(), usual.resetAfter(),
				usual.intensity(), usual.expectedExitCodes(), RestartPolicy.GiveUp.FAIL_PROCESS);
		this.policies = ProcessPolicies.defaultsFor(new Program.Command(job.argv()))
			.withRestart(never)
			.withStop(options.stop())
			.withLog(log(job.output(), options.outputLines()));
	}

	private static LogPolicy log(@Nullable Path output, int lines) {
		return new LogPolicy((output != null) ? LogPolicy.To.FILE : LogPolicy.To.LOGGER, output, lines);
	}

	@Override
	void start() {
		long freed = this.watch.freed();
		this.watch.forget(this.process);
		this.process = (this.launches++ == 0) ? this.name : this.name + "." + this.launches;
		this.watch.watch(this.process, this::onEvent);
		this.manager.execute(definition()).whenComplete((status, failure) -> {
			if (failure != null) {
				failed((failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
						: failure, freed);
			}
		});
		if (isGivenUp()) {
			// It may have been given up before there was a process to stop.
			end();
		}
	}

	private ProcessDefinition definition() {
		return new ProcessDefinition(this.process, new Program.Command(this.job.argv()), 1, this.job.environment(),
				this.job.directory(), this.policies, List.of(), null);
	}

	private void failed(Throwable failure, long freed) {
		if (failure instanceof IllegalProcessStateException && !isGivenUp()) {
			this.watch.whenFreed(freed, this.launching);
			if (isGivenUp()) {
				end();
			}
		}
		else if (!isKnown()) {
			over(unsuccessful(), String.valueOf(failure.getMessage()));
		}
	}

	/** If it is, events tell of its end. */
	private boolean isKnown() {
		return this.manager.status().processes().stream().anyMatch((status) -> status.name().equals(this.process));
	}

	@Override
	protected void end() {
		if (this.watch.giveUp(this.launching)) {
			over(unsuccessful(), "ended while it waited for room");
			return;
		}
		this.manager.stop(this.process).whenComplete((status, failure) -> {
			if (failure != null) {
				// It has ended meanwhile, or is refused just now: both are told
				// elsewhere.
				LOGGER.log(Level.DEBUG, "Could not stop " + this.process, failure);
			}
		});
	}

	private void onEvent(ProcessEvent event) {
		if (event instanceof ProcessEvent.Launched launched) {
			this.launchedAt = launched.at();
			limit(this.job.timeout());
		}
		else if (event instanceof ProcessEvent.Exited exited) {
			this.exit = exited.exit();
		}
		else if (event instanceof ProcessEvent.StateChanged change && !change.to().holdsSlot()) {
			settled(change);
		}
	}

	private void settled(ProcessEvent.StateChanged change) {
		ProcessExit last = this.exit;
		JobResult.Outcome outcome = (change.to() == InstanceState.COMPLETED) ? JobResult.Outcome.SUCCEEDED
				: unsuccessful();
		String how = (last != null) ? last.describe() : change.reason();
		over(outcome, switch (outcome) {
			case TIMED_OUT -> "took longer than " + this.job.timeout() + ": " + how;
			case CANCELLED -> "cancelled: " + how;
			default -> (change.to() == InstanceState.STOPPED) ? "stopped by somebody else: " + how : how;
		});
	}

	private void over(JobResult.Outcome outcome, String reason) {
		this.watch.forget(this.process);
		ProcessExit last = this.exit;
		Instant begin = this.launchedAt;
		Duration ran = (begin != null && last != null) ? Duration.between(begin, last.at()) : Duration.ZERO;
		End end = new End(outcome, reason, last, tail(), null, null, ran);
		this.manager.remove(this.process).whenComplete((nothing, failure) -> {
			if (failure != null && !(failure instanceof UnknownProcessException)) {
				LOGGER.log(Level.DEBUG, "Could not remove " + this.process, failure);
			}
			ended(end);
		});
	}

	private List<String> tail() {
		try {
			return this.manager.tail(this.process);
		}
		catch (ProcessException ex) {
			// It never came to be a process.
			return List.of();
		}
	}

}
