package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessEvent;
import dev.processkit.ProcessExit;
import dev.processkit.ProcessIdentity;
import dev.processkit.ProcessSignal;
import dev.processkit.Readiness;
import dev.processkit.RestartPolicy;
import dev.processkit.supervisor.Effect.Alarm;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one slot. Each method is one signal; what follows from it depends
 * on nothing but this state and the step. What is {@link Wanted} is kept apart from the
 * state. Confined to the thread that owns the {@link Fleet}.
 */
final class Instance {

	/** How long the exit of a worker whose channel closed may take to be seen. */
	private static final Duration EXIT_DELAY = Duration.ofSeconds(1);

	private final InstanceId id;

	private ProcessDefinition definition;

	private ProcessDefinition next;

	private RestartTracker tracker;

	private final Wanted wanted = new Wanted();

	private final Standing standing;

	private final Launches launches = new Launches();

	private final Stopping stopping;

	Instance(InstanceId id, ProcessDefinition definition, Instant now) {
		this.id = id;
		this.definition = definition;
		this.next = definition;
		this.tracker = new RestartTracker(definition.policies().restart());
		this.standing = new Standing(id, now);
		this.stopping = new Stopping(id, this.standing);
	}

	InstanceId id() {
		return this.id;
	}

	ProcessDefinition definition() {
		return this.definition;
	}

	InstanceState state() {
		return this.standing.state();
	}

	String reason() {
		return this.standing.reason();
	}

	boolean wantedUp() {
		return this.wanted.isUp();
	}

	/** Whether it is paused, or will be once its next process is ready. */
	boolean wantedPaused() {
		return this.wanted.isPaused() && state().holdsSlot();
	}

	long launch() {
		return this.launches.number();
	}

	@Nullable ProcessIdentity identity() {
		return this.launches.identity();
	}

	InstanceStatus status() {
		return new InstanceStatus(this.id, state(), reason(), this.standing.since(), identity(),
				this.tracker.restarts(), this.launches.lastExit(), this.launches.lastExitReason(),
				this.standing.is(InstanceState.BACKING_OFF) ? this.tracker.nextLaunch() : null, 0);
	}

	/** From its next process on it runs another definition. */
	void redefine(ProcessDefinition definition) {
		this.next = definition;
		this.tracker = this.tracker.under(definition.policies().restart());
	}

	/** An operator or the application wants it up. What is up already stays as it is. */
	void start(Step step, String why) {
		if (!this.wanted.isUp() || !state().holdsSlot()) {
			resume(step, why);
			this.wanted.up();
		}
		bringUp(step, why);
	}

	private void bringUp(Step step, String why) {
		if (this.standing.is(InstanceState.STOPPING)) {
			this.stopping.setFailing(false);
			this.standing.explain("will start again once it has stopped: " + why);
		}
		else if (!this.standing.isUnasked()) {
			this.tracker = new RestartTracker(this.next.policies().restart());
			launch(step, why);
		}
	}

	/** An operator or the application wants it down. */
	void stop(Step step, ProcessSignal signal, String why) {
		this.wanted.down();
		switch (state()) {
			case STARTING, READY, PAUSED -> beginStop(step, signal, why);
			case BACKING_OFF, COMPLETED, FAILED -> enter(step, InstanceState.STOPPED, why);
			case STOPPING -> this.stopping.hasten(step, signal);
			case STOPPED -> {
			}
		}
	}

	/** An operator wants a new process in this slot, and wants it to work. */
	void restart(Step step, String why) {
		this.wanted.up();
		renew(step, why);
	}

	/** It needs a new process, but what is wanted of it is as before. */
	void renew(Step step, String why) {
		if (this.standing.isUnasked()) {
			beginStop(step, this.definition.policies().stop().signal(), why);
		}
		else if (this.wanted.isUp()) {
			bringUp(step, why);
		}
	}

	void pause(Step step, String why) {
		if (this.standing.is(InstanceState.READY)) {
			this.wanted.pause(why);
			enter(step, InstanceState.PAUSED, why);
			step.effect(new Effect.SetPaused(this.id, true));
		}
	}

	void resume(Step step, String why) {
		boolean told = this.standing.is(InstanceState.PAUSED) || this.wanted.isPaused();
		this.wanted.resume();
		if (this.standing.is(InstanceState.PAUSED)) {
			enter(step, InstanceState.READY, why);
		}
		if (told) {
			step.effect(new Effect.SetPaused(this.id, false));
		}
	}

	/** Whether its launch waits for others; {@link StartOrder} says how long. */
	boolean isHeld() {
		return this.launches.isHeld();
	}

	void keepWaiting(Step step, String why) {
		this.standing.waits(step, why);
	}

	void letGo(Step step) {
		this.definition = this.next;
		this.standing.explain(this.launches.letGo());
		step.effect(new Effect.Launch(this.id, this.definition, launch()));
	}

	/** What its launch waits for will never be. */
	void giveUp(Step step, String why) {
		this.launches.letGo();
		follow(step, new RestartDecision.GiveUp(why));
	}

	/** It goes on while others need it, but does not come back. */
	void leave(Step step, String why) {
		this.wanted.leave();
		keepWaiting(step, why);
	}

	/** It has a process, launched or adopted. */
	void launched(Step step, long launch, ProcessIdentity identity, Instant at, String how) {
		if (!this.launches.isOpen(launch) || !state().isLive()) {
			return;
		}
		this.launches.launched(identity, at);
		step.effect(new Effect.Publish(new ProcessEvent.Launched(this.id, identity, step.now(), reason())));
		if (this.standing.is(InstanceState.STOPPING)) {
			this.stopping.send(step, this.definition, launch);
			return;
		}
		if (this.wanted.isPaused()) {
			// Before its first round, and not as soon as it is ready.
			step.effect(new Effect.SetPaused(this.id, true));
		}
		Readiness readiness = this.definition.policies().readiness();
		if (readiness.probe() instanceof Readiness.Probe.None) {
			ready(step, launch, how + " as pid " + identity.pid());
		}
		else {
			this.standing.explain(how + " as pid " + identity.pid() + ", not ready yet");
			this.standing.alarm(step, Alarm.START_TIMEOUT, readiness.timeout());
		}
	}

	void launchFailed(Step step, long launch, String why) {
		if (this.launches.isOpen(launch) && state().isLive()) {
			ended(step, null, why);
		}
	}

	void ready(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && this.standing.is(InstanceState.STARTING)) {
			this.launches.ready();
			String told = this.wanted.explain(why);
			enter(step, this.wanted.isPaused() ? InstanceState.PAUSED : InstanceState.READY, told);
			step.effect(new Effect.Publish(
					new ProcessEvent.BecameReady(this.id, this.launches.age(step.now()), step.now(), told)));
		}
	}

	/** The worker ends by itself, to be replaced; what it has begun it still answers. */
	void retire(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && this.standing.serves()) {
			enter(step, InstanceState.STOPPING, why);
			this.stopping.limit(step, this.definition);
		}
	}

	void channelClosed(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && this.standing.isUnasked()) {
			this.standing.explain("control channel closed: " + why);
			this.standing.alarm(step, Alarm.CHANNEL_CLOSED, EXIT_DELAY);
		}
	}

	/**
	 * It goes on with what nobody wants any more. Replaced as if an operator had asked:
	 * how often callers give up must not use up its restarts.
	 */
	void unresponsive(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && this.standing.serves()) {
			beginStop(step, ProcessSignal.KILL, why);
		}
	}

	/** What it sent cannot be read: however it ends, that is a failure. */
	void unreadable(long launch) {
		if (this.launches.isRunning(launch) && this.standing.isUnasked()) {
			this.stopping.setFailing(true);
		}
	}

	void exited(Step step, long launch, ProcessExit exit, String how) {
		if (this.launches.isRunning(launch) && state().isLive()) {
			ended(step, exit, how);
		}
	}

	/** A time has come that was set in an epoch; a silence is that of the worker. */
	void alarm(Step step, Alarm alarm, long epoch, Duration silentFor) {
		if (this.standing.isStale(epoch)) {
			return;
		}
		switch (alarm) {
			case START_TIMEOUT ->
				replace(step, "not ready within " + Durations.words(this.definition.policies().readiness().timeout()));
			case CHANNEL_CLOSED -> replace(step, reason());
			case HEARTBEAT -> heartbeat(step, silentFor);
			case GRACE_PERIOD -> this.stopping.overdue(step, this.definition);
			case BACK_OFF -> {
				this.tracker.restarted();
				launch(step, reason());
			}
		}
	}

	private void heartbeat(Step step, Duration silentFor) {
		Duration left = this.definition.policies().heartbeat().timeout().minus(silentFor);
		if (left.isNegative() || left.isZero()) {
			replace(step, "no heartbeat for " + Durations.words(silentFor));
		}
		else {
			this.standing.alarm(step, Alarm.HEARTBEAT, left);
		}
	}

	private void launch(Step step, String why) {
		this.definition = this.next;
		this.launches.begin(why);
		this.stopping.setFailing(false);
		enter(step, InstanceState.STARTING, why);
		if (this.definition.dependsOn().isEmpty()) {
			letGo(step);
		}
	}

	private void beginStop(Step step, ProcessSignal signal, String why) {
		this.stopping.begin(signal);
		enter(step, InstanceState.STOPPING, why);
		if (identity() != null) {
			this.stopping.send(step, this.definition, launch());
		}
		else if (isHeld()) {
			this.launches.letGo();
			ended(step, null, why);
		}
		else {
			step.effect(new Effect.CancelLaunch(this.id, launch()));
		}
	}

	/** Kill it, and let the restart policy judge as if it had ended by itself. */
	void replace(Step step, String why) {
		this.stopping.setFailing(true);
		enter(step, InstanceState.STOPPING, why);
		this.stopping.kill(step);
	}

	/** What comes before it is asked to end is over. */
	void stopPrepared(Step step, long launch) {
		if (this.launches.isRunning(launch) && this.standing.is(InstanceState.STOPPING)) {
			this.stopping.ask(step, this.definition);
		}
	}

	private void ended(Step step, @Nullable ProcessExit exit, String end) {
		RestartPolicy policy = this.definition.policies().restart();
		End judged = End.of(this.standing, this.stopping.isFailing(), policy, exit, end);
		Duration ran = this.launches.stable(step.now());
		this.launches.ended(exit, judged.told());
		if (exit != null) {
			step.effect(new Effect.Publish(
					new ProcessEvent.Exited(this.id, exit, judged.expected(), step.now(), judged.told())));
		}
		if (!this.wanted.isUp()) {
			if (!this.standing.is(InstanceState.STOPPING)) {
				enter(step, InstanceState.STOPPING, judged.told());
			}
			enter(step, InstanceState.STOPPED, reason());
		}
		else if (judged.asked()) {
			launch(step, reason());
		}
		else {
			follow(step, this.tracker.decide(judged.told(), judged.expected(), ran, step.now(), step.random()));
		}
	}

	private void follow(Step step, RestartDecision decision) {
		if (decision instanceof RestartDecision.Complete) {
			enter(step, InstanceState.COMPLETED, decision.reason());
		}
		else if (decision instanceof RestartDecision.GiveUp) {
			enter(step, InstanceState.FAILED, decision.reason());
			step.effect(new Effect.Publish(new ProcessEvent.GaveUp(this.id,
					this.definition.policies().restart().onGiveUp(), step.now(), decision.reason())));
		}
		else if (decision instanceof RestartDecision.Restart restart) {
			if (restart.after().isZero()) {
				this.tracker.restarted();
				launch(step, restart.reason());
			}
			else {
				enter(step, InstanceState.BACKING_OFF, restart.reason());
				this.standing.alarm(step, Alarm.BACK_OFF, restart.after());
			}
		}
	}

	private void enter(Step step, InstanceState next, String why) {
		this.standing.enter(step, next, why);
		if (this.standing.serves() && this.definition.program().speaksWire()) {
			this.standing.alarm(step, Alarm.HEARTBEAT, this.definition.policies().heartbeat().timeout());
		}
	}

	/** Whether it is to be stopped with the application: a daemon that runs goes on. */
	boolean endsWithApplication() {
		return !this.definition.daemon() || !wantedUp() || identity() == null;
	}

}
