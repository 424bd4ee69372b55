package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.processkit.HookPolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * Commands that are run in the life of an instance.
 *
 * @param beforeStart Command to run before each launch; if it fails, so does the launch.
 * @param afterReady Command to run each time an instance has become ready.
 * @param beforeStop Command to run before an instance is asked to stop.
 * @param afterExit Command to run each time the process of an instance has ended.
 * @param timeout Time that each may take before it is killed.
 */
record HookProperties(@Nullable List<String> beforeStart, @Nullable List<String> afterReady,
		@Nullable List<String> beforeStop, @Nullable List<String> afterExit, @Nullable Duration timeout) {

	HookProperties over(HookProperties defaults) {
		return new HookProperties(either(this.beforeStart, defaults.beforeStart),
				either(this.afterReady, defaults.afterReady), either(this.beforeStop, defaults.beforeStop),
				either(this.afterExit, defaults.afterExit), either(this.timeout, defaults.timeout));
	}

	HookPolicy toPolicy() {
		HookPolicy base = HookPolicy.NONE;
		return new HookPolicy(Objects.requireNonNullElse(this.beforeStart, base.beforeStart()),
				Objects.requireNonNullElse(this.afterReady, base.afterReady()),
				Objects.requireNonNullElse(this.beforeStop, base.beforeStop()),
				Objects.requireNonNullElse(this.afterExit, base.afterExit()),
				Objects.requireNonNullElse(this.timeout, base.timeout()));
	}

}
