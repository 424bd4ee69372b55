package dev.processkit;

import org.jspecify.annotations.Nullable;

/**
 * What a hook is told.
 *
 * @param moment when it is
 * @param instance the instance, which knows the name of its process
 * @param definition what the instance runs
 * @param identity its process, which has ended by {@code AFTER_EXIT}; {@code null} at
 * {@code BEFORE_START}
 * @param exit how that ended; {@code null} but at {@code AFTER_EXIT}
 * @since 0.1
 */
public record HookContext(HookPolicy.Moment moment, InstanceId instance, ProcessDefinition definition,
		@Nullable ProcessIdentity identity, @Nullable ProcessExit exit) {

}
