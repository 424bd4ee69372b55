package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.processkit.HookPolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * What else is run in the life of an instance.
 *
 * @param beforeStart Command to run before each launch.
 * @param timeout Time that a hook may take.
 */
record HookProperties(@Nullable List<String> beforeStart, @Nullable Duration timeout) {

	HookProperties over(HookProperties defaults) {
		return new HookProperties(either(this.beforeStart, defaults.beforeStart),
				either(this.timeout, defaults.timeout));
	}

	HookPolicy toPolicy() {
		HookPolicy base = HookPolicy.NONE;
		return new HookPolicy(Objects.requireNonNullElse(this.beforeStart, base.beforeStart()),
				Objects.requireNonNullElse(this.timeout, base.timeout()));
	}

}
