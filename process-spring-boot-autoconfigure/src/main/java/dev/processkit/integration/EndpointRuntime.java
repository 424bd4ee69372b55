package dev.processkit.integration;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLEngine;

import dev.processkit.EndpointAddress;

/**
 * What a listening endpoint consists of, from start to stop.
 *
 * @param settings the limits, which do not change any more
 * @param socket the bound socket
 * @param loop the thread
 * @param acceptor takes the clients in
 * @param codec the framing
 * @param budget the memory for clients
 * @param handshakes runs the computations of TLS
 */
record EndpointRuntime(EndpointSettings settings, ListeningSocket socket, EventLoop loop, Acceptor acceptor,
		FrameCodec codec, MemoryBudget budget, Executor handshakes) {

	/**
	 * Set the options of an accepted socket.
	 * @param channel the socket
	 * @throws IOException if it is closed
	 */
	void configure(SocketChannel channel) throws IOException {
		channel.configureBlocking(false);
		if (this.settings.sendBuffer() > 0) {
			channel.setOption(StandardSocketOptions.SO_SNDBUF, this.settings.sendBuffer());
		}
		if (this.settings.receiveBuffer() > 0) {
			channel.setOption(StandardSocketOptions.SO_RCVBUF, this.settings.receiveBuffer());
		}
		if (this.socket.address() instanceof EndpointAddress.Tcp) {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, this.settings.noDelay());
			channel.setOption(StandardSocketOptions.SO_KEEPALIVE, this.settings.keepAlive());
		}
	}

	Link createLink(SocketChannel channel, Runnable resume) {
		if (this.settings.sslContext() == null) {
			return Link.plain(channel);
		}
		SSLEngine engine = this.settings.sslContext().createSSLEngine();
		engine.setUseClientMode(false);
		return new TlsLink(channel, engine, this.handshakes, resume);
	}

}
