package dev.processkit.operation;

import java.time.Duration;

import dev.processkit.WorkerActivity;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has last said that it is doing, as the actuator shows it.
 *
 * @param state {@code spin-up}, {@code looping}, {@code paused}, {@code running} or
 * {@code spin-down}
 * @param loops how many loops its process has done
 * @param overruns how many of them took longer than their interval
 * @param lastLoop how long the last one took; {@code null} if there was none
 * @since 0.1
 */
public record ActivityDescriptor(String state, long loops, long overruns, @Nullable Duration lastLoop) {

	static @Nullable ActivityDescriptor of(@Nullable WorkerActivity activity) {
		return (activity != null)
				? new ActivityDescriptor(activity.state(), activity.loops(), activity.overruns(), activity.lastLoop())
				: null;
	}

}
