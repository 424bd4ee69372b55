package dev.processkit;

/**
 * How a process is kept.
 *
 * @param restart when to restart and when to give up
 * @param readiness how it is known to be ready
 * @param stop how to end it
 * @param heartbeat how a worker is known to be alive; without effect on commands
 * @param log where its text goes
 * @since 0.1
 */
public record ProcessPolicies(RestartPolicy restart, Readiness readiness, StopPolicy stop, Heartbeat heartbeat,
		LogPolicy log) {

	/**
	 * The default policies.
	 * @param program what runs; a worker says itself when it is ready, a command is ready
	 * when launched
	 * @return the policies
	 */
	public static ProcessPolicies defaultsFor(Program program) {
		return new ProcessPolicies(RestartPolicy.DEFAULT,
				(program instanceof Program.Worker) ? Readiness.WORKER : Readiness.NONE, StopPolicy.DEFAULT,
				Heartbeat.DEFAULT, LogPolicy.DEFAULT);
	}

	/**
	 * Return a copy with another restart policy.
	 * @param restart the policy
	 * @return the copy
	 */
	public ProcessPolicies withRestart(RestartPolicy restart) {
		return new ProcessPolicies(restart, this.readiness, this.stop, this.heartbeat, this.log);
	}

	/**
	 * Return a copy with another readiness.
	 * @param readiness the readiness
	 * @return the copy
	 */
	public ProcessPolicies withReadiness(Readiness readiness) {
		return new ProcessPolicies(this.restart, readiness, this.stop, this.heartbeat, this.log);
	}

	/**
	 * Return a copy with another stop policy.
	 * @param stop the policy
	 * @return the copy
	 */
	public ProcessPolicies withStop(StopPolicy stop) {
		return new ProcessPolicies(this.restart, this.readiness, stop, this.heartbeat, this.log);
	}

	/**
	 * Return a copy with another heartbeat.
	 * @param heartbeat the heartbeat
	 * @return the copy
	 */
	public ProcessPolicies withHeartbeat(Heartbeat heartbeat) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, heartbeat, this.log);
	}

	/**
	 * Return a copy with another log policy.
	 * @param log the policy
	 * @return the copy
	 */
	public ProcessPolicies withLog(LogPolicy log) {
		return new ProcessPolicies(this.restart, this.readiness, this.stop, this.heartbeat, log);
	}

}
