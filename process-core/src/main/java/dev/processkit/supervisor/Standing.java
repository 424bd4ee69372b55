package dev.processkit.supervisor;

import java.time.Duration;
import java.time.Instant;

import dev.processkit.InstanceId;
import dev.processkit.InstanceState;
import dev.processkit.ProcessEvent;
import dev.processkit.supervisor.Effect.Alarm;

/**
 * The state of an instance, why it is in it, and since when. Alarms belong to the state
 * in which they were set: in the next one they are stale.
 */
final class Standing {

	private final InstanceId id;

	private InstanceState state = InstanceState.STOPPED;

	private String reason = "not started yet";

	private Instant since;

	private long epoch;

	Standing(InstanceId id, Instant now) {
		this.id = id;
		this.since = now;
	}

	InstanceState state() {
		return this.state;
	}

	String reason() {
		return this.reason;
	}

	Instant since() {
		return this.since;
	}

	boolean is(InstanceState other) {
		return this.state == other;
	}

	/** Whether it is as ready as it can be. */
	boolean serves() {
		return is(InstanceState.READY) || is(InstanceState.PAUSED);
	}

	/** Whether there is a process, or will be, that nobody has asked to end. */
	boolean isUnasked() {
		return is(InstanceState.STARTING) || serves();
	}

	/** The one door through which the state changes. */
	void enter(Step step, InstanceState next, String why) {
		InstanceState before = this.state;
		this.state = next;
		this.since = step.now();
		this.epoch++;
		this.reason = why;
		step.effect(new Effect.Publish(new ProcessEvent.StateChanged(this.id, before, next, step.now(), why)));
	}

	/** The same state, for another reason. */
	void explain(String why) {
		this.reason = why;
	}

	/** It waits for others. */
	void waits(Step step, String why) {
		if (!why.equals(this.reason)) {
			this.reason = why;
			step.effect(new Effect.Publish(new ProcessEvent.Waits(this.id, step.now(), why)));
		}
	}

	void alarm(Step step, Alarm alarm, Duration after) {
		step.effect(new Effect.SetAlarm(this.id, alarm, this.epoch, after));
	}

	boolean isStale(long alarmEpoch) {
		return alarmEpoch != this.epoch;
	}

}
