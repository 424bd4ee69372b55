package dev.processkit.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.processkit.ProcessSignal;
import org.jspecify.annotations.Nullable;

/**
 * Sees processes through to their end, on one thread: sends what was asked to whole
 * trees, kills what a leader left behind, and only then reports the exit. Whatever has
 * come in meanwhile is handled as one batch with one look at the process table, so that
 * the end of 256 processes costs about as much as that of one.
 */
final class Reaper implements AutoCloseable {

	private static final System.Logger LOGGER = System.getLogger(Reaper.class.getName());

	/**
	 * How often to look whether a group has ended that was asked to and lost its leader.
	 */
	private static final long GRACE_POLL_MILLIS = 20;

	/** How soon to look again after a KILL; an address space takes a while to go. */
	private static final long KILL_POLL_MILLIS = 2;

	/** After this many looks (about 2 s) what does not die is stuck in the kernel. */
	private static final int KILL_ROUNDS = 500;

	/**
	 * How long last lines may take once nobody of the tree is there to print: as long as
	 * a busy machine may let the thread wait that reads them.
	 */
	private static final long DRAIN_MILLIS = 15_000;

	/** How long to wait for last lines where descendants may go on printing for ever. */
	private static final long SHARED_DRAIN_MILLIS = 1_000;

	private final ScheduledThreadPoolExecutor thread;

	private final Set<TrackedProcess> live = ConcurrentHashMap.newKeySet();

	private final Set<TrackedProcess> pending = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean due = new AtomicBoolean();

	private final Map<TrackedProcess, Integer> killRounds = new ConcurrentHashMap<>();

	private final @Nullable Guardian guardian;

	Reaper(@Nullable Guardian guardian) {
		this.guardian = guardian;
		this.thread = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(null, task, "process-reaper", 256 * 1024);
			thread.setDaemon(true);
			return thread;
		});
		this.thread.setRemoveOnCancelPolicy(true);
		// What comes in after the close has nobody left to see to it, nor to tell.
		this.thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
	}

	/**
	 * Take care of a new process.
	 * @param process the process, running
	 */
	void add(TrackedProcess process) {
		this.live.add(process);
		if (this.guardian != null && !process.isDaemon()) {
			this.guardian.watch(process.tree().target());
		}
	}

	/**
	 * All processes whose exit was not reported yet.
	 * @return a copy
	 */
	List<TrackedProcess> live() {
		return List.copyOf(this.live);
	}

	/**
	 * Look at a process soon: it has exited, or something was asked of it.
	 * @param process the process
	 */
	void look(TrackedProcess process) {
		this.pending.add(process);
		if (this.due.compareAndSet(false, true)) {
			this.thread.execute(this::work);
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

	private void lookAgain(TrackedProcess process, long millis) {
		this.thread.schedule(() -> look(process), millis, TimeUnit.MILLISECONDS);
	}

	private void work() {
		this.due.set(false);
		List<TrackedProcess> batch = new ArrayList<>();
		this.pending.removeIf(batch::add);
		batch.removeIf(TrackedProcess::isFinished);
		try {
			passOnRequests(batch.stream().filter((process) -> !process.hasExited()).toList());
			bury(batch.stream().filter(TrackedProcess::hasExited).toList());
		}
		catch (RuntimeException ex) {
			LOGGER.log(System.Logger.Level.ERROR, "Ending " + batch + " failed; it is tried again", ex);
			batch.forEach((process) -> lookAgain(process, 100));
		}
	}

	private void passOnRequests(List<TrackedProcess> running) {
		Supplier<List<ProcessTable.Row>> rows = onDemand();
		for (TrackedProcess process : running) {
			ProcessSignal request;
			while ((request = process.takeRequest()) != null) {
				// Before the signal: afterwards nobody knows any more who descends from
				// whom.
				process.tree().remember(rows.get());
				process.tree().stop(request);
			}
		}
	}

	private void bury(List<TrackedProcess> exited) {
		Supplier<List<ProcessTable.Row>> rows = onDemand();
		List<TrackedProcess> dying = new ArrayList<>();
		for (TrackedProcess process : exited) {
			if (!process.killsTree()) {
				finish(process, false, SHARED_DRAIN_MILLIS);
			}
			else if (process.isInGrace() && process.tree().isGroupAlive(rows)) {
				lookAgain(process, GRACE_POLL_MILLIS);
			}
			else {
				dying.add(process);
			}
		}
		if (!dying.isEmpty()) {
			killRest(dying);
		}
	}

	private void killRest(List<TrackedProcess> dying) {
		Set<Long> leaders = this.live.stream()
			.filter((process) -> !process.hasExited())
			.map((process) -> process.identity().pid())
			.collect(Collectors.toSet());
		Set<String> marks = dying.stream().map(TrackedProcess::mark).collect(Collectors.toSet());
		Map<String, List<Long>> strays = EnvironmentMark.find(EnvironmentMark.INSTANCE, marks, leaders);
		Supplier<List<ProcessTable.Row>> rows = onDemand();
		for (TrackedProcess process : dying) {
			boolean found = process.tree().killRest(strays.getOrDefault(process.mark(), List.of()), rows);
			int rounds = this.killRounds.merge(process, found ? 1 : 0, Integer::sum);
			if (found && rounds < KILL_ROUNDS) {
				lookAgain(process, KILL_POLL_MILLIS);
			}
			else {
				if (found) {
					LOGGER.log(System.Logger.Level.WARNING, process + " left processes that KILL does not end");
				}
				finish(process, rounds > 0, DRAIN_MILLIS);
			}
		}
	}

	private void finish(TrackedProcess process, boolean leftovers, long drainMillis) {
		this.killRounds.remove(process);
		if (!this.live.remove(process)) {
			return;
		}
		if (this.guardian != null) {
			this.guardian.forget(process.tree().target());
		}
		process.treeEnded();
		OutputDrain drain = process.drain();
		if (drain == null || drain.drained().isDone()) {
			process.complete(leftovers);
			return;
		}
		drain.drained().thenRun(() -> process.complete(leftovers));
		var tooLate = this.thread.schedule(() -> {
			drain.close();
			process.complete(leftovers);
		}, drainMillis, TimeUnit.MILLISECONDS);
		drain.drained().thenRun(() -> tooLate.cancel(false));
	}

	/** The process table of this batch, read when first asked for. */
	private static Supplier<List<ProcessTable.Row>> onDemand() {
		List<ProcessTable.Row> rows = new ArrayList<>();
		return () -> {
			if (rows.isEmpty()) {
				rows.addAll(ProcessTable.rows());
			}
			return rows;
		};
	}

}
