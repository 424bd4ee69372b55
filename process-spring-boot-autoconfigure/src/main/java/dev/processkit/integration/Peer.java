package dev.processkit.integration;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageHeaders;

/**
 * Who is at the other end. A client of a Unix-domain socket has no name and no port.
 *
 * @param id the id of the connection
 * @param hostName the host name, or the address when names are not looked up
 * @param hostAddress the address
 * @param port the port
 */
record Peer(String id, String hostName, String hostAddress, int port) {

	static Peer of(SocketChannel channel, String unique, boolean lookUp) throws IOException {
		if (channel.getRemoteAddress() instanceof InetSocketAddress remote) {
			String address = remote.getAddress().getHostAddress();
			String name = lookUp ? remote.getHostName() : address;
			int localPort = ((InetSocketAddress) channel.getLocalAddress()).getPort();
			String id = name + ":" + remote.getPort() + ":" + localPort + ":" + unique;
			return new Peer(id, name, address, remote.getPort());
		}
		return new Peer("unix:" + unique, "localhost", "unix", 0);
	}

	/**
	 * The headers of all messages from this peer.
	 * @return the headers, without id and timestamp, which cost more than the rest
	 */
	MessageHeaders headers() {
		return new Headers(Map.of(IpHeaders.CONNECTION_ID, this.id, IpHeaders.HOSTNAME, this.hostName,
				IpHeaders.IP_ADDRESS, this.hostAddress, IpHeaders.REMOTE_PORT, this.port));
	}

	private static final class Headers extends MessageHeaders {

		Headers(Map<String, Object> values) {
			super(values, ID_VALUE_NONE, -1L);
		}

	}

}
