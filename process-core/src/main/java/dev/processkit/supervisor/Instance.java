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
import dev.processkit.StopPolicy;
import dev.processkit.supervisor.Effect.Alarm;
import org.jspecify.annotations.Nullable;

import static dev.processkit.InstanceState.BACKING_OFF;
import static dev.processkit.InstanceState.COMPLETED;
import static dev.processkit.InstanceState.FAILED;
import static dev.processkit.InstanceState.PAUSED;
import static dev.processkit.InstanceState.READY;
import static dev.processkit.InstanceState.STARTING;
import static dev.processkit.InstanceState.STOPPED;
import static dev.processkit.InstanceState.STOPPING;

/**
 * The state machine of one slot. Each method is one signal; what follows from it depends
 * on nothing but this state and the step. What is wanted (up or down) is kept apart from
 * the state. Confined to the thread that owns the {@link Fleet}.
 */
final class Instance {

	/** How long the exit of a worker whose channel closed may take to be seen. */
	private static final Duration EXIT_DELAY = Duration.ofSeconds(1);

	private final InstanceId id;

	private ProcessDefinition definition;

	private ProcessDefinition next;

	private RestartTracker tracker;

	private boolean wantedUp;

	private InstanceState state = STOPPED;

	private String reason = "not started yet";

	private Instant since;

	private long epoch;

	private final Launches launches = new Launches();

	private @Nullable Instant nextLaunch;

	private boolean failing;

	private ProcessSignal stopSignal;

	private long restarts;

	Instance(InstanceId id, ProcessDefinition definition, Instant now) {
		this.id = id;
		this.definition = definition;
		this.next = definition;
		this.tracker = new RestartTracker(definition.policies().restart());
		this.stopSignal = definition.policies().stop().signal();
		this.since = now;
	}

	InstanceId id() {
		return this.id;
	}

	ProcessDefinition definition() {
		return this.definition;
	}

	InstanceState state() {
		return this.state;
	}

	String reason() {
		return this.reason;
	}

	boolean wantedUp() {
		return this.wantedUp;
	}

	long launch() {
		return this.launches.number();
	}

	@Nullable ProcessIdentity identity() {
		return this.launches.identity();
	}

	boolean takesRequests() {
		return this.definition.program().takesRequests();
	}

	InstanceStatus status() {
		return new InstanceStatus(this.id, this.state, this.reason, this.since, identity(), this.restarts,
				this.launches.lastExit(), this.launches.lastExitReason(), this.nextLaunch, 0);
	}

	/** From its next process on it runs another definition. */
	void redefine(ProcessDefinition definition) {
		this.next = definition;
		this.tracker = new RestartTracker(definition.policies().restart());
	}

	/** An operator or the application wants it up. */
	void start(Step step, String why) {
		this.wantedUp = true;
		switch (this.state) {
			case STOPPED, COMPLETED, FAILED, BACKING_OFF -> {
				this.tracker = new RestartTracker(this.next.policies().restart());
				this.restarts = 0;
				launch(step, why);
			}
			case STOPPING -> {
				this.failing = false;
				this.reason = "will start again once it has stopped: " + why;
			}
			default -> {
			}
		}
	}

	/** An operator or the application wants it down. */
	void stop(Step step, ProcessSignal signal, String why) {
		this.wantedUp = false;
		switch (this.state) {
			case STARTING, READY, PAUSED -> beginStop(step, signal, why);
			case BACKING_OFF, COMPLETED, FAILED -> enter(step, STOPPED, why);
			case STOPPING -> {
				if (signal == ProcessSignal.KILL) {
					this.stopSignal = signal;
					step.effect(new Effect.Kill(this.id));
				}
			}
			default -> {
			}
		}
	}

	/** An operator wants a new process in this slot. */
	void restart(Step step, String why) {
		if (this.state == STARTING || serves()) {
			this.wantedUp = true;
			this.failing = false;
			beginStop(step, this.definition.policies().stop().signal(), why);
		}
		else {
			start(step, why);
		}
	}

	void pause(Step step, String why) {
		if (this.state == READY) {
			enter(step, PAUSED, why);
			step.effect(new Effect.SetPaused(this.id, true));
		}
	}

	void resume(Step step, String why) {
		if (this.state == PAUSED) {
			enter(step, READY, why);
			step.effect(new Effect.SetPaused(this.id, false));
		}
	}

	void launched(Step step, long launch, ProcessIdentity identity, Instant at) {
		if (!this.launches.isOpen(launch) || !this.state.isLive()) {
			return;
		}
		this.launches.launched(identity, at);
		step.effect(new Effect.Publish(new ProcessEvent.Launched(this.id, identity, step.now(), this.reason)));
		if (this.state == STOPPING) {
			sendStop(step);
			return;
		}
		Readiness readiness = this.definition.policies().readiness();
		if (readiness.probe() instanceof Readiness.Probe.None) {
			ready(step, launch, "launched as pid " + identity.pid());
		}
		else {
			this.reason = "launched as pid " + identity.pid() + ", not ready yet";
			alarm(step, Alarm.START_TIMEOUT, readiness.timeout());
		}
	}

	void launchFailed(Step step, long launch, String why) {
		if (this.launches.isOpen(launch) && this.state.isLive()) {
			ended(step, null, why);
		}
	}

	void ready(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && this.state == STARTING) {
			this.launches.ready();
			enter(step, READY, why);
			step.effect(new Effect.Publish(
					new ProcessEvent.BecameReady(this.id, this.launches.age(step.now()), step.now(), why)));
		}
	}

	/** The worker ends by itself, to be replaced; what it has begun it still answers. */
	void retire(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && serves()) {
			enter(step, STOPPING, why);
			alarm(step, Alarm.GRACE_PERIOD, this.definition.policies().stop().gracePeriod());
		}
	}

	void channelClosed(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && (this.state == STARTING || serves())) {
			this.reason = "control channel closed: " + why;
			alarm(step, Alarm.CHANNEL_CLOSED, EXIT_DELAY);
		}
	}

	/**
	 * It goes on with what nobody wants any more. Replaced as if an operator had asked:
	 * how often callers give up must not use up its restarts.
	 */
	void unresponsive(Step step, long launch, String why) {
		if (this.launches.isRunning(launch) && serves()) {
			beginStop(step, ProcessSignal.KILL, why);
		}
	}

	/** What it sent cannot be read: however it ends, that is a failure. */
	void unreadable(long launch) {
		this.failing |= this.launches.isRunning(launch) && (this.state == STARTING || serves());
	}

	void exited(Step step, long launch, ProcessExit exit, String how) {
		if (this.launches.isRunning(launch) && this.state.isLive()) {
			ended(step, exit, how);
		}
	}

	/**
	 * A time has come.
	 * @param step the step
	 * @param alarm what for
	 * @param epoch the epoch in which it was set
	 * @param silentFor how long nothing was heard of the worker
	 */
	void alarm(Step step, Alarm alarm, long epoch, Duration silentFor) {
		if (epoch != this.epoch) {
			return;
		}
		switch (alarm) {
			case START_TIMEOUT ->
				replace(step, "not ready within " + Durations.words(this.definition.policies().readiness().timeout()));
			case CHANNEL_CLOSED -> replace(step, this.reason);
			case HEARTBEAT -> heartbeat(step, silentFor);
			case GRACE_PERIOD -> {
				this.reason = "did not end within " + Durations.words(this.definition.policies().stop().gracePeriod())
						+ ", killed: " + this.reason;
				step.effect(new Effect.Kill(this.id));
			}
			case BACK_OFF -> {
				this.restarts++;
				launch(step, this.reason);
			}
		}
	}

	private void heartbeat(Step step, Duration silentFor) {
		Duration left = this.definition.policies().heartbeat().timeout().minus(silentFor);
		if (left.isNegative() || left.isZero()) {
			replace(step, "no heartbeat for " + Durations.words(silentFor));
		}
		else {
			alarm(step, Alarm.HEARTBEAT, left);
		}
	}

	private void launch(Step step, String why) {
		this.definition = this.next;
		this.launches.begin();
		this.failing = false;
		enter(step, STARTING, why);
		step.effect(new Effect.Launch(this.id, this.definition, launch()));
	}

	private void beginStop(Step step, ProcessSignal signal, String why) {
		this.stopSignal = signal;
		this.failing = false;
		enter(step, STOPPING, why);
		if (identity() != null) {
			sendStop(step);
		}
		else {
			step.effect(new Effect.CancelLaunch(this.id, launch()));
		}
	}

	/** Kill it, and let the restart policy judge as if it had ended by itself. */
	void replace(Step step, String why) {
		this.failing = true;
		enter(step, STOPPING, why);
		step.effect(new Effect.Kill(this.id));
	}

	private void sendStop(Step step) {
		StopPolicy policy = this.definition.policies().stop();
		if (this.failing || this.stopSignal == ProcessSignal.KILL || policy.gracePeriod().isZero()) {
			step.effect(new Effect.Kill(this.id));
		}
		else {
			step.effect(new Effect.RequestStop(this.id, this.stopSignal));
			alarm(step, Alarm.GRACE_PERIOD, policy.gracePeriod());
		}
	}

	private void ended(Step step, @Nullable ProcessExit exit, String end) {
		boolean asked = this.state == STOPPING && !this.failing;
		String why = (this.state == STOPPING && this.failing) ? this.reason + afterKill(exit, end) : end;
		boolean expected = asked
				|| (!this.failing && exit != null && this.definition.policies().restart().isExpected(exit));
		Duration ran = this.launches.stable(step.now());
		String told = asked ? this.reason : why;
		this.launches.ended(exit, told);
		if (exit != null) {
			step.effect(new Effect.Publish(new ProcessEvent.Exited(this.id, exit, expected, step.now(), told)));
		}
		if (!this.wantedUp) {
			enter(step, STOPPED, this.reason);
		}
		else if (asked) {
			launch(step, this.reason);
		}
		else {
			follow(step, this.tracker.decide(why, expected, ran, step.now(), step.random()));
		}
	}

	/** Its end by our own KILL is no news, and no sign of too little memory. */
	private static String afterKill(@Nullable ProcessExit exit, String end) {
		return (exit != null && exit.signal() == ProcessSignal.KILL) ? "" : " (" + end + ")";
	}

	private void follow(Step step, RestartDecision decision) {
		if (decision instanceof RestartDecision.Complete) {
			enter(step, COMPLETED, decision.reason());
		}
		else if (decision instanceof RestartDecision.GiveUp) {
			enter(step, FAILED, decision.reason());
			step.effect(new Effect.Publish(new ProcessEvent.GaveUp(this.id,
					this.definition.policies().restart().onGiveUp(), step.now(), decision.reason())));
		}
		else if (decision instanceof RestartDecision.Restart restart) {
			if (restart.after().isZero()) {
				this.restarts++;
				launch(step, restart.reason());
			}
			else {
				enter(step, BACKING_OFF, restart.reason());
				this.nextLaunch = step.now().plus(restart.after());
				alarm(step, Alarm.BACK_OFF, restart.after());
			}
		}
	}

	/** The one door through which the state changes. */
	private void enter(Step step, InstanceState next, String why) {
		InstanceState before = this.state;
		this.state = next;
		this.since = step.now();
		this.epoch++;
		this.nextLaunch = null;
		this.reason = why;
		step.effect(new Effect.Publish(new ProcessEvent.StateChanged(this.id, before, next, step.now(), why)));
		if (serves() && this.definition.program().speaksWire()) {
			alarm(step, Alarm.HEARTBEAT, this.definition.policies().heartbeat().timeout());
		}
	}

	private boolean serves() {
		return this.state == READY || this.state == PAUSED;
	}

	private void alarm(Step step, Alarm alarm, Duration after) {
		step.effect(new Effect.SetAlarm(this.id, alarm, this.epoch, after));
	}

}
