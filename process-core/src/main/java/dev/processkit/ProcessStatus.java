package dev.processkit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One process as it was when the snapshot was taken.
 *
 * @param definition what it is
 * @param state the state that matters most among its instances
 * @param reason why
 * @param endpoint the address that clients use, with the real port; {@code null} when it
 * has none or does not listen
 * @param waiting how many requests wait for an instance to take them
 * @param instances its instances, by index
 * @since 0.1
 */
public record ProcessStatus(ProcessDefinition definition, InstanceState state, String reason,
		@Nullable EndpointAddress endpoint, int waiting, List<InstanceStatus> instances) {

	private static final List<InstanceState> WEIGHT = List.of(InstanceState.FAILED, InstanceState.BACKING_OFF,
			InstanceState.STARTING, InstanceState.STOPPING, InstanceState.PAUSED, InstanceState.READY,
			InstanceState.COMPLETED, InstanceState.STOPPED);

	/**
	 * Sum up instances: the worst state counts, in the order FAILED, BACKING_OFF,
	 * STARTING, STOPPING, PAUSED, READY, COMPLETED, STOPPED.
	 * @param definition what it is
	 * @param endpoint the bound address, if any
	 * @param instances its instances, at least one
	 * @return the status
	 */
	public static ProcessStatus of(ProcessDefinition definition, @Nullable EndpointAddress endpoint,
			List<InstanceStatus> instances) {
		return of(definition, endpoint, 0, instances);
	}

	/**
	 * Sum up instances, as {@link #of(ProcessDefinition, EndpointAddress, List)}.
	 * @param definition what it is
	 * @param endpoint the bound address, if any
	 * @param waiting how many requests wait
	 * @param instances its instances, at least one
	 * @return the status
	 */
	public static ProcessStatus of(ProcessDefinition definition, @Nullable EndpointAddress endpoint, int waiting,
			List<InstanceStatus> instances) {
		InstanceStatus worst = instances.get(0);
		for (InstanceStatus instance : instances) {
			if (WEIGHT.indexOf(instance.state()) < WEIGHT.indexOf(worst.state())) {
				worst = instance;
			}
		}
		return new ProcessStatus(definition, worst.state(), worst.reason(), endpoint, waiting, List.copyOf(instances));
	}

	public String name() {
		return this.definition.name();
	}

}
