package dev.processkit.autoconfigure;

import dev.processkit.ProcessPolicies;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The policies of a definition, or those that all definitions inherit. What is absent is
 * {@code null}, so that a definition overrides {@code defaults}, and these the built-in
 * defaults, property by property.
 *
 * @param restart When to restart an instance and when to give up.
 * @param readiness How an instance is known to be ready for work.
 * @param stop How to end an instance.
 * @param heartbeat How a worker is known to be alive.
 * @param log Where the text goes that an instance prints.
 * @param requests How requests are taken.
 * @param loop How a looping or batch worker paces its rounds.
 * @param recycle When a worker is replaced as planned.
 * @param resources What an instance may use of the machine.
 * @param hooks What else is run in the life of an instance.
 * @param schedule When the process is restarted although nothing is wrong with it.
 * @param jvm How the JVM of a worker is sized.
 */
record PolicyProperties(@DefaultValue @NestedConfigurationProperty RestartProperties restart,
		@DefaultValue @NestedConfigurationProperty ReadinessProperties readiness,
		@DefaultValue @NestedConfigurationProperty StopProperties stop,
		@DefaultValue @NestedConfigurationProperty HeartbeatProperties heartbeat,
		@DefaultValue @NestedConfigurationProperty LogProperties log,
		@DefaultValue @NestedConfigurationProperty RequestProperties requests,
		@DefaultValue @NestedConfigurationProperty LoopProperties loop,
		@DefaultValue @NestedConfigurationProperty RecycleProperties recycle,
		@DefaultValue @NestedConfigurationProperty ResourceProperties resources,
		@DefaultValue @NestedConfigurationProperty HookProperties hooks,
		@DefaultValue @NestedConfigurationProperty ScheduleProperties schedule,
		@DefaultValue @NestedConfigurationProperty JvmProperties jvm) {

	PolicyProperties over(PolicyProperties defaults) {
		return new PolicyProperties(this.restart.over(defaults.restart), this.readiness.over(defaults.readiness),
				this.stop.over(defaults.stop), this.heartbeat.over(defaults.heartbeat), this.log.over(defaults.log),
				this.requests.over(defaults.requests), this.loop.over(defaults.loop),
				this.recycle.over(defaults.recycle), this.resources.over(defaults.resources),
				this.hooks.over(defaults.hooks), this.schedule.over(defaults.schedule), this.jvm.over(defaults.jvm));
	}

	/**
	 * Fill the gaps.
	 * @param base the built-in defaults of the program
	 * @return the policies
	 */
	ProcessPolicies toPolicies(ProcessPolicies base) {
		return new ProcessPolicies(PropertyPath.at("restart", this.restart::toPolicy),
				PropertyPath.at("readiness", () -> this.readiness.toReadiness(base.readiness())),
				PropertyPath.at("stop", this.stop::toPolicy), PropertyPath.at("heartbeat", this.heartbeat::toHeartbeat),
				PropertyPath.at("log", this.log::toPolicy),
				PropertyPath.at("requests", () -> this.requests.toPolicy(base.requests())),
				PropertyPath.at("loop", this.loop::toPolicy), PropertyPath.at("recycle", this.recycle::toPolicy),
				PropertyPath.at("resources", this.resources::toPolicy), PropertyPath.at("hooks", this.hooks::toPolicy),
				PropertyPath.at("schedule", this.schedule::toPolicy), base.scaling());
	}

}
