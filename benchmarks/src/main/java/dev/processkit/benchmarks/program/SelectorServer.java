package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.function.UnaryOperator;

import dev.processkit.Framing;

/**
 * The floor of servers inside the application: one thread, the JDK's selector, no limits,
 * no errors, one write for what one read has brought.
 *
 * @since 0.1
 */
public final class SelectorServer {

	private static final int BUFFER = 256 << 10;

	private static final UnaryOperator<byte[]> HANDLER = (message) -> message;

	private final Framing framing;

	private final Selector selector = Selector.open();

	private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);

	private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);

	private SelectorServer(Framing framing) throws IOException {
		this.framing = framing;
	}

	/**
	 * Serve.
	 * @param args the framing, and {@code tcp} or the path of a socket
	 * @throws IOException if it cannot
	 */
	public static void main(String[] args) throws IOException {
		Serving.endWithInput();
		SelectorServer server = new SelectorServer(Framing.valueOf(args[0].toUpperCase(Locale.ROOT)));
		try (ServerSocketChannel listening = Serving.bind(args[1])) {
			listening.configureBlocking(false);
			listening.register(server.selector, SelectionKey.OP_ACCEPT);
			Serving.ready(listening);
			while (listening.isOpen()) {
				server.selector.select(server::serve);
			}
		}
	}

	private void serve(SelectionKey key) {
		try {
			if (key.isAcceptable()) {
				accept((ServerSocketChannel) key.channel());
			}
			else if (key.isWritable()) {
				((Client) key.attachment()).drain(key);
			}
			else {
				read(key, (SocketChannel) key.channel(), (Client) key.attachment());
			}
		}
		catch (IOException ex) {
			close(key);
		}
	}

	private void accept(ServerSocketChannel listening) throws IOException {
		SocketChannel channel = listening.accept();
		if (channel == null) {
			return;
		}
		channel.configureBlocking(false);
		if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		}
		channel.register(this.selector, SelectionKey.OP_READ, new Client(channel, new FrameCutter(this.framing)));
	}

	private void read(SelectionKey key, SocketChannel channel, Client client) throws IOException {
		this.in.clear();
		if (channel.read(this.in) < 0) {
			if (this.framing == Framing.RAW) {
				client.answer(HANDLER.apply(client.cutter.rest()), this.out, key);
				client.send(this.out, key);
			}
			if (!client.isOwed()) {
				close(key);
			}
			return;
		}
		client.cutter.append(this.in.flip());
		for (byte[] message = client.cutter.next(); message != null; message = client.cutter.next()) {
			client.answer(HANDLER.apply(message), this.out, key);
		}
		client.send(this.out, key);
	}

	private static void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Client {

		private final SocketChannel channel;

		private final FrameCutter cutter;

		/** What the client has not taken yet; while there is any, nothing is read. */
		private ByteBuffer owed = ByteBuffer.allocate(0);

		Client(SocketChannel channel, FrameCutter cutter) {
			this.channel = channel;
			this.cutter = cutter;
		}

		boolean isOwed() {
			return this.owed.hasRemaining();
		}

		void answer(byte[] reply, ByteBuffer out, SelectionKey key) throws IOException {
			if (out.remaining() < this.cutter.framedLength(reply)) {
				send(out, key);
			}
			this.cutter.frame(reply, out);
		}

		void send(ByteBuffer out, SelectionKey key) throws IOException {
			out.flip();
			if (!isOwed()) {
				this.channel.write(out);
			}
			if (out.hasRemaining()) {
				this.owed = ByteBuffer.allocate(this.owed.remaining() + out.remaining()).put(this.owed).put(out).flip();
				key.interestOps(SelectionKey.OP_WRITE);
			}
			out.clear();
		}

		void drain(SelectionKey key) throws IOException {
			this.channel.write(this.owed);
			if (!isOwed()) {
				key.interestOps(SelectionKey.OP_READ);
			}
		}

	}

}
