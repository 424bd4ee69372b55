package dev.processkit.integration;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;

import dev.processkit.EndpointAddress;

import org.jspecify.annotations.Nullable;

/**
 * A bound socket of either family.
 *
 * @param channel the channel, in non-blocking mode
 * @param address the real address: the port is known
 * @param file the socket file; {@code null} for TCP
 * @since 0.1
 */
public record ListeningSocket(ServerSocketChannel channel, EndpointAddress address,
		@Nullable UnixSocketFile file) implements Closeable {

	/**
	 * Bind and listen.
	 * @param address where
	 * @param backlog how many clients may wait to be accepted
	 * @return the socket
	 * @throws EndpointBindException if it is not possible
	 */
	public static ListeningSocket bind(EndpointAddress address, int backlog) {
		if (address instanceof EndpointAddress.Unix unix) {
			return bindUnix(unix, backlog);
		}
		return bindTcp((EndpointAddress.Tcp) address, backlog);
	}

	private static ListeningSocket bindTcp(EndpointAddress.Tcp address, int backlog) {
		InetSocketAddress local = new InetSocketAddress(address.host(), address.port());
		if (local.isUnresolved()) {
			throw new EndpointBindException(address, "the host is unknown",
					"Use an address of this machine, such as 127.0.0.1.", null);
		}
		try {
			ServerSocketChannel channel = ServerSocketChannel.open();
			try {
				channel.configureBlocking(false);
				channel.bind(local, backlog);
				int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
				return new ListeningSocket(channel, new EndpointAddress.Tcp(address.host(), port), null);
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw refused(address, ex);
		}
	}

	private static EndpointBindException refused(EndpointAddress.Tcp address, IOException ex) {
		String message = String.valueOf(ex.getMessage());
		if (message.contains("assign")) {
			return new EndpointBindException(address, "the host is no address of this machine",
					"Use one that is, such as 127.0.0.1, or 0.0.0.0 for all of them.", ex);
		}
		if (message.contains("in use")) {
			return new EndpointBindException(address, "the port is in use",
					"Stop what listens there, choose another port, or use 0 to let the operating system choose.", ex);
		}
		if (ex instanceof SocketException && !(ex instanceof BindException && address.port() >= 1024)) {
			return new EndpointBindException(address, message, "Choose a port from 1024 up, which needs no privilege.",
					ex);
		}
		return new EndpointBindException(address, message, "Choose another port.", ex);
	}

	private static ListeningSocket bindUnix(EndpointAddress.Unix address, int backlog) {
		UnixSocketFile file = UnixSocketFile.bind(address, backlog);
		return new ListeningSocket(file.channel(), address, file);
	}

	/**
	 * The address as the JDK knows it.
	 * @return the address that clients connect to
	 */
	SocketAddress socketAddress() {
		if (this.address instanceof EndpointAddress.Tcp tcp) {
			return new InetSocketAddress(tcp.host(), tcp.port());
		}
		return UnixDomainSocketAddress.of(((EndpointAddress.Unix) this.address).path());
	}

	int port() {
		return (this.address instanceof EndpointAddress.Tcp tcp) ? tcp.port() : 0;
	}

	@Override
	public void close() throws IOException {
		try {
			if (this.file != null) {
				this.file.delete();
			}
		}
		finally {
			this.channel.close();
		}
	}

}
