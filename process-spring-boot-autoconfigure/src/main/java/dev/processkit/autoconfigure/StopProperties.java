package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.processkit.ProcessSignal;
import dev.processkit.StopPolicy;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * How to end an instance.
 *
 * @param signal Name of the signal that asks it to end, such as TERM or INT.
 * @param gracePeriod Time allowed before it is killed.
 * @param killTree Whether everything that it started ends with it.
 */
record StopProperties(@Nullable String signal, @Nullable Duration gracePeriod, @Nullable Boolean killTree) {

	StopProperties over(StopProperties defaults) {
		return new StopProperties(either(this.signal, defaults.signal), either(this.gracePeriod, defaults.gracePeriod),
				either(this.killTree, defaults.killTree));
	}

	StopPolicy toPolicy() {
		StopPolicy base = StopPolicy.DEFAULT;
		return new StopPolicy((this.signal != null) ? ProcessSignal.parse(this.signal) : base.signal(),
				Objects.requireNonNullElse(this.gracePeriod, base.gracePeriod()),
				Objects.requireNonNullElse(this.killTree, base.killTree()));
	}

}
