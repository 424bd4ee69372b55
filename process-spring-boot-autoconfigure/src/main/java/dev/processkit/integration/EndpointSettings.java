package dev.processkit.integration;

import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a factory at the moment of its start.
 *
 * @param maxConnections how many clients at once
 * @param maxUnanswered how many requests of a client may wait for their replies
 * @param idleTimeout how long a client may be silent
 * @param sslContext the context for TLS; {@code null} for plain text
 * @param sendBuffer the socket buffer in bytes, 0 for the system's choice
 * @param receiveBuffer the socket buffer in bytes, 0 for the system's choice
 * @param noDelay whether small segments are sent at once
 * @param keepAlive whether TCP probes a silent client
 */
record EndpointSettings(int maxConnections, int maxUnanswered, Duration idleTimeout, @Nullable SSLContext sslContext,
		int sendBuffer, int receiveBuffer, boolean noDelay, boolean keepAlive) {

}
