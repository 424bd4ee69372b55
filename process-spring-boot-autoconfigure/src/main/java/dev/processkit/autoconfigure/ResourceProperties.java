package dev.processkit.autoconfigure;

import dev.processkit.ResourcePolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * What an instance may use of the machine.
 *
 * @param nice Niceness, from -20 (first) to 19 (last).
 */
record ResourceProperties(@Nullable Integer nice) {

	ResourceProperties over(ResourceProperties defaults) {
		return new ResourceProperties(either(this.nice, defaults.nice));
	}

	ResourcePolicy toPolicy() {
		return new ResourcePolicy(this.nice);
	}

}
