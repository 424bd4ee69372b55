package dev.processkit.worker;

import dev.processkit.LoopPolicy;
import dev.processkit.control.ActivityReport;
import org.jspecify.annotations.Nullable;

/**
 * The life of a worker that works in rounds, on its thread. In the gap between two rounds
 * it does what was asked of it: stop, the handlers of signals, actions, pause, and its
 * replacement.
 */
final class Rounds {

	private final RoundWorker worker;

	private final WorkerContext context;

	private final SafePoint safePoint;

	private final Inbox inbox;

	private final Activity activity;

	private final @Nullable Recycling recycling;

	private final Beat beat;

	private final Overruns overruns;

	/**
	 * Create the life of a worker.
	 * @param worker the worker
	 * @param context its view of itself
	 * @param safePoint wakes it when something is asked of it
	 * @param inbox knows whether it is to pause. A state and not a message: however
	 * quickly pause and resume follow each other, the last one holds
	 * @param activity what is told of it
	 * @param recycling when it has served for long enough; {@code null} for never
	 * @param policy the pace
	 */
	Rounds(RoundWorker worker, WorkerContext context, SafePoint safePoint, Inbox inbox, Activity activity,
			@Nullable Recycling recycling, LoopPolicy policy) {
		this.worker = worker;
		this.context = context;
		this.safePoint = safePoint;
		this.inbox = inbox;
		this.activity = activity;
		this.recycling = recycling;
		this.beat = new Beat(policy);
		this.overruns = new Overruns(policy.interval().toNanos());
	}

	/**
	 * Live until the worker is asked to stop.
	 * @param actions answers the actions that wait
	 * @throws Exception what the worker threw
	 */
	void run(Runnable actions) throws Exception {
		this.activity.enter(ActivityReport.SPIN_UP);
		this.worker.spinUp(this.context);
		Throwable failure = null;
		try {
			this.context.ready();
			work(actions);
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			spinDown(failure);
		}
	}

	private void work(Runnable actions) throws Exception {
		if (this.context.running() && !this.inbox.isPaused()) {
			this.activity.enter(ActivityReport.LOOPING);
		}
		this.beat.restart(System.nanoTime());
		while (passGap(actions)) {
			long begun = System.nanoTime();
			boolean worked = round();
			long now = System.nanoTime();
			this.activity.count(now - begun, pace(worked, begun, now));
			if (worked && this.recycling != null) {
				this.recycling.count();
			}
		}
	}

	private boolean round() throws Exception {
		if (this.worker instanceof LoopingWorker looping) {
			looping.loop(this.context);
			return true;
		}
		return ((BatchWorker) this.worker).next(this.context);
	}

	private boolean pace(boolean worked, long begun, long now) {
		if (this.worker instanceof BatchWorker) {
			this.beat.asked(worked, now);
			return false;
		}
		boolean overrun = this.beat.looped(begun, now);
		String report = overrun ? this.overruns.add(now - begun, now) : null;
		if (report != null) {
			System.err.println(report);
		}
		return overrun;
	}

	/**
	 * Do what is asked until the next round is due.
	 * @return {@code false} if there will be none
	 */
	private boolean passGap(Runnable actions) {
		while (true) {
			// Meant for the round that it came too late for.
			Thread.interrupted();
			this.safePoint.runTasks();
			actions.run();
			if (!this.context.running()) {
				return false;
			}
			if (this.inbox.isPaused()) {
				pause();
			}
			else if (!isRetired()) {
				long now = System.nanoTime();
				if (this.activity.is(ActivityReport.PAUSED)) {
					this.activity.enter(ActivityReport.LOOPING);
					this.beat.restart(now);
				}
				long left = this.beat.left(now);
				if (left <= 0) {
					return true;
				}
				this.safePoint.await((this.recycling != null) ? Math.min(left, this.recycling.left()) : left);
			}
		}
	}

	/** Without being replaced: who has paused it may want to look at it. */
	private void pause() {
		if (!this.activity.is(ActivityReport.PAUSED)) {
			this.activity.enter(ActivityReport.PAUSED);
		}
		this.safePoint.await(Long.MAX_VALUE);
	}

	private boolean isRetired() {
		String reason = (this.recycling != null) ? this.recycling.reason() : null;
		if (reason != null) {
			this.context.retire(reason);
		}
		return reason != null;
	}

	private void spinDown(@Nullable Throwable failure) throws Exception {
		this.activity.enter(ActivityReport.SPIN_DOWN);
		try {
			this.worker.spinDown(this.context);
		}
		catch (Exception ex) {
			if (failure == null) {
				throw ex;
			}
			failure.addSuppressed(ex);
		}
	}

}
