package dev.processkit.autoconfigure;

import java.time.Duration;

import dev.processkit.Framing;

import org.springframework.util.unit.DataSize;

/**
 * What every definition with an endpoint takes beside the rest.
 */
sealed interface EndpointProperties extends DefinitionProperties permits TcpProperties, UnixProperties {

	Framing framing();

	DataSize maxMessageSize();

	int maxConnections();

	Duration idleTimeout();

	Duration requestTimeout();

	boolean closeAfterReply();

	SslProperties ssl();

}
