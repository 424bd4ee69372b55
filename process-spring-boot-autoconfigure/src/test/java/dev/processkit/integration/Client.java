package dev.processkit.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import dev.processkit.EndpointAddress;

/**
 * A client that blocks; the time-outs of the tests interrupt it.
 */
record Client(SocketChannel channel, ByteBuffer received) implements AutoCloseable {

	static Client connect(EndpointAddress address) throws IOException {
		return new Client(SocketChannel.open(socketAddress(address)), ByteBuffer.allocate(1 << 16).limit(0));
	}

	private static SocketAddress socketAddress(EndpointAddress address) {
		if (address instanceof EndpointAddress.Tcp tcp) {
			return new InetSocketAddress(tcp.host(), tcp.port());
		}
		return UnixDomainSocketAddress.of(((EndpointAddress.Unix) address).path());
	}

	Client send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.UTF_8));
	}

	Client send(byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
		return this;
	}

	Client halfClose() throws IOException {
		this.channel.shutdownOutput();
		return this;
	}

	/** Read exactly as many bytes. */
	byte[] read(int length) throws IOException {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			if (!more()) {
				throw new IOException("Closed after " + i + " of " + length + " bytes");
			}
			bytes[i] = this.received.get();
		}
		return bytes;
	}

	/** Read what is there already. */
	int available() throws IOException {
		int all = 0;
		this.channel.configureBlocking(false);
		for (int read = 1; read > 0; all += read) {
			read = this.channel.read(this.received.clear());
		}
		this.channel.configureBlocking(true);
		this.received.limit(0);
		return all;
	}

	String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		while (more()) {
			byte next = this.received.get();
			if (next == '\n') {
				return line.toString(StandardCharsets.UTF_8);
			}
			line.write(next);
		}
		throw new IOException("Closed after '" + line + "'");
	}

	/** Read up to the end, which must be no reset. */
	String readAll() throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		while (more()) {
			all.write(this.received.get());
		}
		return all.toString(StandardCharsets.UTF_8);
	}

	private boolean more() throws IOException {
		if (!this.received.hasRemaining()) {
			this.received.clear();
			int read = this.channel.read(this.received);
			this.received.flip();
			return read > 0;
		}
		return true;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
