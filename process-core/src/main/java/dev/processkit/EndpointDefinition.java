package dev.processkit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A socket that the application serves on behalf of a process.
 *
 * @param address where it listens
 * @param framing how messages are told apart
 * @param maxMessageSize the longest message of a client, in bytes
 * @param maxConnections how many clients at once; one more is refused
 * @param idleTimeout how long a client may be silent while nothing is owed to it
 * @param requestTimeout how long a request may take, waiting included
 * @param closeAfterReply whether the connection ends with its first reply
 * @param sslBundle the name of the SSL bundle; {@code null} for plain text
 * @since 0.1
 */
public record EndpointDefinition(EndpointAddress address, Framing framing, int maxMessageSize, int maxConnections,
		Duration idleTimeout, Duration requestTimeout, boolean closeAfterReply, @Nullable String sslBundle) {

	/** The longest message that fits the control channel, in bytes. */
	public static final int LARGEST_MESSAGE = (16 << 20) - 64;

	public EndpointDefinition {
		if (maxMessageSize < 1 || maxMessageSize > LARGEST_MESSAGE) {
			throw new InvalidDefinitionException("max-message-size", maxMessageSize, "is out of range",
					"Use 1B to " + LARGEST_MESSAGE + "B (just under 16MB).");
		}
		if (maxConnections < 1) {
			throw new InvalidDefinitionException("max-connections", maxConnections, "lets nobody in", "Use 1 or more.");
		}
		if (idleTimeout.isNegative() || idleTimeout.isZero()) {
			throw new InvalidDefinitionException("idle-timeout", idleTimeout, "is no time", "Use a positive duration.");
		}
		if (requestTimeout.isNegative() || requestTimeout.isZero()) {
			throw new InvalidDefinitionException("request-timeout", requestTimeout, "is no time",
					"Use a positive duration.");
		}
		if (sslBundle != null && address.kind() != ProcessKind.TCP) {
			throw new InvalidDefinitionException("ssl.bundle", sslBundle, "is set on a Unix-domain socket",
					"Remove it: TLS is for TCP; 'socket-permissions' protect a Unix-domain socket.");
		}
	}

	/**
	 * An endpoint with the defaults: JSON, 1 MiB, 1024 connections, 5 min idle, 30 s a
	 * request, connections kept, plain text.
	 * @param address where it listens
	 * @return the endpoint
	 */
	public static EndpointDefinition of(EndpointAddress address) {
		return new EndpointDefinition(address, Framing.JSON, 1 << 20, 1024, Duration.ofMinutes(5),
				Duration.ofSeconds(30), false, null);
	}

}
