package dev.processkit.supervisor;

import dev.processkit.InstanceId;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessSignal;
import dev.processkit.supervisor.Effect.Alarm;

/**
 * How the process of one instance is brought to its end: asked and given time, or killed.
 */
final class Stopping {

	private final InstanceId id;

	private final Standing standing;

	private ProcessSignal signal = ProcessSignal.TERM;

	private boolean failing;

	Stopping(InstanceId id, Standing standing) {
		this.id = id;
		this.standing = standing;
	}

	/** Whether its end counts as a failure, however it ends. */
	boolean isFailing() {
		return this.failing;
	}

	void setFailing(boolean failing) {
		this.failing = failing;
	}

	/** Somebody asks for it. */
	void begin(ProcessSignal signal) {
		this.signal = signal;
		this.failing = false;
	}

	/** Somebody asks again. */
	void hasten(Step step, ProcessSignal signal) {
		if (signal == ProcessSignal.KILL) {
			this.signal = signal;
			kill(step);
		}
	}

	/** There is no time to ask, or no more of it. */
	void kill(Step step) {
		step.effect(new Effect.Kill(this.id));
	}

	/** Kill it, or prepare what comes before it is asked to end. */
	void send(Step step, ProcessDefinition definition, long launch) {
		boolean kill = this.failing || this.signal == ProcessSignal.KILL;
		if (kill || definition.policies().stop().gracePeriod().isZero()) {
			kill(step);
		}
		else if (definition.policies().hooks().beforeStop() != null) {
			step.effect(new Effect.PrepareStop(this.id, launch));
		}
		else {
			ask(step, definition);
		}
	}

	void ask(Step step, ProcessDefinition definition) {
		step.effect(new Effect.RequestStop(this.id, this.signal));
		limit(step, definition);
	}

	/** It has the grace period to end, whoever asked it to. */
	void limit(Step step, ProcessDefinition definition) {
		this.standing.alarm(step, Alarm.GRACE_PERIOD, definition.policies().stop().gracePeriod());
	}

	/** The grace period is over. */
	void overdue(Step step, ProcessDefinition definition) {
		this.standing.explain("did not end within " + Durations.words(definition.policies().stop().gracePeriod())
				+ ", killed: " + this.standing.reason());
		kill(step);
	}

}
