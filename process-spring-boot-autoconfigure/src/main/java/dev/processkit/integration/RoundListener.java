package dev.processkit.integration;

import org.springframework.integration.ip.tcp.connection.TcpListener;

/**
 * A listener that wants to know when the messages of all ready connections have been
 * delivered, so that it can pass them on together. Called on the event loop.
 */
interface RoundListener extends TcpListener {

	void roundComplete();

}
