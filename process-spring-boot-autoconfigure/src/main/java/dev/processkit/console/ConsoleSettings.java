package dev.processkit.console;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.processkit.EndpointAddress;

/**
 * Where a console listens, and its limits.
 *
 * @param address the address
 * @param token what a client must know; {@code null} where the operating system tells who
 * it is
 * @param maxConnections how many clients at once
 * @param maxRequestSize the longest line, in bytes, its end left aside
 * @param idleTimeout how long a client that follows nothing may ask nothing
 * @since 0.1
 */
public record ConsoleSettings(EndpointAddress address, @Nullable String token, int maxConnections, int maxRequestSize,
		Duration idleTimeout) {

	/** Leaves the token out. */
	@Override
	public String toString() {
		return "ConsoleSettings[" + this.address + "]";
	}

}
