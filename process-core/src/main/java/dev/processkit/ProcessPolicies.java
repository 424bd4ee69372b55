package dev.processkit;

import org.jspecify.annotations.Nullable;

/**
 * How a process is kept.
 *
 * @param restart when to restart and when to give up
 * @param readiness how it is known to be ready
 * @param stop how to end it
 * @param heartbeat how a worker is known to be alive; without effect on what does not
 * speak the control wire
 * @param log where its text goes
 * @param requests how requests to it are taken
 * @param loop how a looping or batch worker paces its rounds
 * @param recycle when a worker is replaced as planned
 * @param resources what it may use of the machine
 * @param hooks what else is run in its life
 * @param schedule when it is restarted although nothing is wrong
 * @param scaling how the number of its instances follows its load; {@code null} for a
 * fixed number
 * @since 0.1
 */
public record ProcessPolicies(RestartPolicy restart, Readiness readiness, StopPolicy stop, Heartbeat heartbeat,
		LogPolicy log, RequestPolicy requests, LoopPolicy loop, RecyclePolicy recycle, ResourcePolicy resources,
		HookPolicy hooks, SchedulePolicy schedule, @Nullable Scaling scaling) {

	/**
	 * The default policies.
	 * @param program what runs; what speaks the control wire says itself when it is
	 * ready, another command is ready when launched; what reads lines has one request at
	 * a time
	 * @return the policies
	 */
	public static ProcessPolicies defaultsFor(Program program) {
		return new ProcessPolicies(RestartPolicy.DEFAULT, program.speaksWire() ? Readiness.WORKER : Readiness.NONE,
				StopPolicy.DEFAULT, Heartbeat.DEFAULT, LogPolicy.DEFAULT, requests(program), LoopPolicy.DEFAULT,
				RecyclePolicy.NEVER, ResourcePolicy.INHERITED, HookPolicy.NONE, SchedulePolicy.NEVER, null);
	}

	/**
	 * A filter has one request at a time, so that its end fails one and its slowness
	 * delays one.
	 */
	private static RequestPolicy requests(Program program) {
		if (!program.takesRequests() || program.speaksWire()) {
			return RequestPolicy.DEFAULT;
		}
		return new RequestPolicy(1, RequestPolicy.DEFAULT.queueCapacity(), RequestPolicy.DEFAULT.queueTimeout());
	}

	/**
	 * Return a copy with another restart policy.
	 * @param restart the policy
	 * @return the copy
	 */
	public ProcessPolicies withRestart(RestartPolicy restart) {
		return new ProcessPolicies(restart, this.readiness, this.stop, this.heartbeat, this.log, this.requests,
				this.loop, this.recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another readiness.
	 * @param readiness the readiness
	 * @return the copy
	 */
	public ProcessPolicies withReadiness(Readiness readiness) {
		return new ProcessPolicies(this.restart, readiness, this.stop, this.heartbeat, this.log, this.requests,
				this.loop, this.recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another stop policy.
	 * @param stop the policy
	 * @return the copy
	 */
	public ProcessPolicies withStop(StopPolicy stop) {
		return new ProcessPolicies(this.restart, this.readiness, stop, this.heartbeat, this.log, this.requests,
				this.loop, this.recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another heartbeat.
	 * @param heartbeat the heartbeat
	 * @return the copy
	 */
	public ProcessPolicies withHeartbeat(Heartbeat heartbeat) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, heartbeat, this.log, this.requests,
				this.loop, this.recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another log policy.
	 * @param log the policy
	 * @return the copy
	 */
	public ProcessPolicies withLog(LogPolicy log) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, log, this.requests,
				this.loop, this.recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another request policy.
	 * @param requests the policy
	 * @return the copy
	 */
	public ProcessPolicies withRequests(RequestPolicy requests) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, this.log, requests,
				this.loop, this.recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another pace.
	 * @param loop the policy
	 * @return the copy
	 */
	public ProcessPolicies withLoop(LoopPolicy loop) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, this.log, this.requests,
				loop, this.recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another recycling.
	 * @param recycle the policy
	 * @return the copy
	 */
	public ProcessPolicies withRecycle(RecyclePolicy recycle) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, this.log, this.requests,
				this.loop, recycle, this.resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with other resources.
	 * @param resources the policy
	 * @return the copy
	 */
	public ProcessPolicies withResources(ResourcePolicy resources) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, this.log, this.requests,
				this.loop, this.recycle, resources, this.hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with other hooks.
	 * @param hooks the policy
	 * @return the copy
	 */
	public ProcessPolicies withHooks(HookPolicy hooks) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, this.log, this.requests,
				this.loop, this.recycle, this.resources, hooks, this.schedule, this.scaling);
	}

	/**
	 * Return a copy with another schedule.
	 * @param schedule the policy
	 * @return the copy
	 */
	public ProcessPolicies withSchedule(SchedulePolicy schedule) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, this.log, this.requests,
				this.loop, this.recycle, this.resources, this.hooks, schedule, this.scaling);
	}

	/**
	 * Return a copy with another scaling.
	 * @param scaling the scaling, or {@code null} for a fixed number of instances
	 * @return the copy
	 */
	public ProcessPolicies withScaling(@Nullable Scaling scaling) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, this.log, this.requests,
				this.loop, this.recycle, this.resources, this.hooks, this.schedule, scaling);
	}

}
