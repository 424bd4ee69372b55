package dev.processkit.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * A client of an endpoint, of either address family, that thinks in bytes.
 */
final class SocketClient implements AutoCloseable {

	private final SocketChannel channel;

	private SocketClient(SocketChannel channel) {
		this.channel = channel;
	}

	/**
	 * Connect.
	 * @param endpoint the address as the actuator shows it
	 * @return the connection
	 */
	static SocketClient connect(String endpoint) throws IOException {
		return new SocketClient(SocketChannel.open(address(endpoint)));
	}

	private static SocketAddress address(String endpoint) {
		if (endpoint.startsWith("unix:")) {
			return UnixDomainSocketAddress.of(endpoint.substring("unix:".length()));
		}
		int colon = endpoint.lastIndexOf(':');
		return new InetSocketAddress(endpoint.substring("tcp://".length(), colon),
				Integer.parseInt(endpoint.substring(colon + 1)));
	}

	/**
	 * Ask one question on a connection of its own.
	 * @param endpoint the address
	 * @param request the question
	 * @return what one read gives
	 */
	static String ask(String endpoint, String request) throws IOException {
		try (SocketClient client = connect(endpoint)) {
			client.write(request);
			return client.readOnce();
		}
	}

	SocketClient write(String text) throws IOException {
		return write(text.getBytes(StandardCharsets.UTF_8));
	}

	SocketClient write(byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			this.channel.write(buffer);
		}
		return this;
	}

	SocketClient endOfRequests() throws IOException {
		this.channel.shutdownOutput();
		return this;
	}

	/**
	 * Read what is there, as one {@code fread} does.
	 * @return some bytes as text
	 */
	String readOnce() {
		return readOnce(RunningSample.PATIENCE);
	}

	/**
	 * Read what is there.
	 * @param limit how long to wait for it
	 * @return some bytes as text
	 */
	String readOnce(Duration limit) {
		return within(limit, () -> {
			ByteBuffer buffer = ByteBuffer.allocate(8192);
			assertThat(this.channel.read(buffer)).isPositive();
			return text(buffer);
		});
	}

	/**
	 * Read until the other side closes.
	 * @param limit how long that may take
	 * @return everything
	 */
	String readToEnd(Duration limit) {
		return within(limit, () -> {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			ByteBuffer buffer = ByteBuffer.allocate(8192);
			while (this.channel.read(buffer) >= 0) {
				all.write(buffer.array(), 0, buffer.position());
				buffer.clear();
			}
			return all.toString(StandardCharsets.UTF_8);
		});
	}

	private static String within(Duration limit, Reading reading) {
		// The read is interrupted when the time is up, which closes the channel.
		return assertTimeoutPreemptively(limit, reading::read);
	}

	private static String text(ByteBuffer buffer) {
		return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	private interface Reading {

		String read() throws IOException;

	}

}
