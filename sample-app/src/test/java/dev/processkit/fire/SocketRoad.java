package dev.processkit.fire;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import dev.processkit.EndpointAddress;

/**
 * One connection to an endpoint, for one client. An error reply counts as a failure with
 * its message.
 */
final class SocketRoad implements Outcomes.Question, AutoCloseable {

	private final SocketChannel channel;

	private final BufferedReader replies;

	SocketRoad(EndpointAddress address) throws IOException {
		this.channel = SocketChannel.open(socketAddress(address));
		this.replies = new BufferedReader(Channels.newReader(this.channel, StandardCharsets.UTF_8));
	}

	private static SocketAddress socketAddress(EndpointAddress address) {
		if (address instanceof EndpointAddress.Tcp tcp) {
			return new InetSocketAddress(tcp.host(), tcp.port());
		}
		return UnixDomainSocketAddress.of(((EndpointAddress.Unix) address).path());
	}

	@Override
	public String ask(String id) throws IOException {
		ByteBuffer request = StandardCharsets.UTF_8.encode("{\"id\": \"" + id + "\"}\n");
		while (request.hasRemaining()) {
			this.channel.write(request);
		}
		String reply = this.replies.readLine();
		if (reply == null) {
			throw new EOFException("The endpoint closed the connection");
		}
		if (reply.contains("\"status\":\"error\"")) {
			throw new IllegalStateException(reply);
		}
		return reply;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
