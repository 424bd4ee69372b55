package dev.processkit.operation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.processkit.InstanceState;

/**
 * One process, as the actuator shows it.
 *
 * @param name its name
 * @param kind {@code standard}, {@code tcp} or {@code unix}
 * @param what the worker class, or the command with its secrets masked
 * @param state the state that matters most among its instances
 * @param reason why it is in that state
 * @param endpoint the address that clients use, with the real port; {@code null} when it
 * has none or does not listen
 * @param waiting how many requests wait for an instance to take them
 * @param scaling how the number of its instances follows the load; {@code null} when it
 * is fixed
 * @param instances its instances, by index; one alone when an instance or a pid was asked
 * for
 * @since 0.1
 */
public record ProcessDescriptor(String name, String kind, String what, InstanceState state, String reason,
		@Nullable String endpoint, int waiting, @Nullable ScalingDescriptor scaling,
		List<InstanceDescriptor> instances) {

}
