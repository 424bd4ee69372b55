package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.processkit.Heartbeat;
import org.jspecify.annotations.Nullable;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * How a worker is known to be alive. Without effect on commands.
 *
 * @param interval Time from one heartbeat to the next.
 * @param timeout Time that a worker may be silent before it is killed and replaced.
 */
record HeartbeatProperties(@Nullable Duration interval, @Nullable Duration timeout) {

	HeartbeatProperties over(HeartbeatProperties defaults) {
		return new HeartbeatProperties(either(this.interval, defaults.interval),
				either(this.timeout, defaults.timeout));
	}

	Heartbeat toHeartbeat() {
		Heartbeat base = Heartbeat.DEFAULT;
		return new Heartbeat(Objects.requireNonNullElse(this.interval, base.interval()),
				Objects.requireNonNullElse(this.timeout, base.timeout()));
	}

}
