package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.processkit.LoopPolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * How a worker that works in rounds paces them.
 *
 * @param interval Time from the start of one loop to the start of the next. With 0, as
 * fast as possible.
 * @param idle Time that a batch worker sleeps when there is no work.
 */
record LoopProperties(@Nullable Duration interval, @Nullable Duration idle) {

	LoopProperties over(LoopProperties defaults) {
		return new LoopProperties(either(this.interval, defaults.interval), either(this.idle, defaults.idle));
	}

	LoopPolicy toPolicy() {
		LoopPolicy base = LoopPolicy.DEFAULT;
		return new LoopPolicy(Objects.requireNonNullElse(this.interval, base.interval()),
				Objects.requireNonNullElse(this.idle, base.idle()));
	}

}
