package dev.processkit.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Where a server listens: the port of the loopback address, or the path of a Unix-domain
 * socket.
 *
 * @param value a port, or an absolute path
 * @since 0.1
 */
public record ServerAddress(String value) {

	/**
	 * Connect. Blocks.
	 * @return a channel in blocking mode, without delay on TCP
	 * @throws IOException if nobody listens
	 */
	public SocketChannel connect() throws IOException {
		if (this.value.startsWith("/")) {
			SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
			return connected(channel, UnixDomainSocketAddress.of(this.value));
		}
		SocketChannel channel = SocketChannel.open();
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		return connected(channel,
				new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(this.value)));
	}

	private static SocketChannel connected(SocketChannel channel, SocketAddress address) throws IOException {
		try {
			channel.connect(address);
			return channel;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

}
