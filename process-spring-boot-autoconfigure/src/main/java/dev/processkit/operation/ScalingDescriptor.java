package dev.processkit.operation;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.processkit.Scaling;

/**
 * How the number of instances follows the load, as the actuator shows it.
 *
 * @param min the smallest number
 * @param max the largest
 * @param strategy {@code lazy}, {@code mixed} or {@code aggressive}
 * @param idleTimeout how long an instance beyond {@code min} may have nothing to do
 * @since 0.1
 */
public record ScalingDescriptor(int min, int max, String strategy, Duration idleTimeout) {

	static @Nullable ScalingDescriptor of(@Nullable Scaling scaling) {
		return (scaling != null) ? new ScalingDescriptor(scaling.min(), scaling.max(),
				scaling.strategy().name().toLowerCase(Locale.ROOT), scaling.idleTimeout()) : null;
	}

}
