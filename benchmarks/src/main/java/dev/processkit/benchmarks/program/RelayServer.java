package dev.processkit.benchmarks.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.processkit.Framing;
import dev.processkit.benchmarks.host.Children;

/**
 * The floor of the way through to a worker process and back: a selector thread writes
 * what one round has brought as one batch into the worker's pipe, a reading thread writes
 * the replies out. No limits, no errors, no ids: the worker answers in order.
 *
 * @since 0.1
 */
public final class RelayServer {

	/** Takes what 64 clients send at once. */
	private static final int BUFFER = 2 << 20;

	private static final int REPLIES = 64 << 10;

	private final Framing framing;

	private final Selector selector = Selector.open();

	private final Map<Integer, Client> clients = new ConcurrentHashMap<>();

	private int accepted;

	private final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10);

	private final ByteBuffer batch = ByteBuffer.allocate(BUFFER);

	private final OutputStream toWorker;

	private RelayServer(Framing framing, OutputStream toWorker) throws IOException {
		this.framing = framing;
		this.toWorker = toWorker;
	}

	/**
	 * Serve.
	 * @param args the framing, and {@code tcp} or the path of a socket
	 * @throws IOException if it cannot
	 */
	public static void main(String[] args) throws IOException {
		Serving.endWithInput();
		try (Children children = new Children(Path.of("")); ServerSocketChannel listening = Serving.bind(args[1])) {
			Process worker = children.spawn(Children.java(RelayWorker.class));
			RelayServer server = new RelayServer(Framing.valueOf(args[0].toUpperCase(Locale.ROOT)),
					worker.getOutputStream());
			listening.configureBlocking(false);
			listening.register(server.selector, SelectionKey.OP_ACCEPT);
			Thread replies = new Thread(() -> server.replies(worker.getInputStream()), "replies");
			replies.setDaemon(true);
			replies.start();
			Serving.ready(listening);
			while (worker.isAlive()) {
				server.selector.select(server::serve);
				server.send();
			}
		}
	}

	private void serve(SelectionKey key) {
		try {
			if (key.isAcceptable()) {
				accept((ServerSocketChannel) key.channel());
			}
			else {
				read(key, (SocketChannel) key.channel(), (Client) key.attachment());
			}
		}
		catch (IOException ex) {
			key.cancel();
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
		Client client = new Client(this.accepted++, channel, new FrameCutter(this.framing),
				ByteBuffer.allocateDirect(REPLIES));
		this.clients.put(client.id(), client);
		channel.register(this.selector, SelectionKey.OP_READ, client);
	}

	private void read(SelectionKey key, SocketChannel channel, Client client) throws IOException {
		this.in.clear();
		if (channel.read(this.in) < 0) {
			if (this.framing == Framing.RAW) {
				key.interestOps(0);
				request(client, client.cutter().rest());
			}
			else {
				end(client);
			}
			return;
		}
		client.cutter().append(this.in.flip());
		for (byte[] message = client.cutter().next(); message != null; message = client.cutter().next()) {
			request(client, message);
		}
	}

	private void request(Client client, byte[] message) throws IOException {
		if (this.batch.remaining() < message.length + 2 * Integer.BYTES) {
			send();
		}
		this.batch.putInt(Integer.BYTES + message.length).putInt(client.id()).put(message);
	}

	private void end(Client client) throws IOException {
		this.clients.remove(client.id());
		client.channel().close();
	}

	private void send() throws IOException {
		if (this.batch.position() > 0) {
			this.toWorker.write(this.batch.array(), 0, this.batch.position());
			this.toWorker.flush();
			this.batch.clear();
		}
	}

	private void replies(InputStream fromWorker) {
		FrameCutter frames = new FrameCutter(Framing.LENGTH);
		byte[] bytes = new byte[RelayWorker.BUFFER];
		Set<Client> answered = new LinkedHashSet<>();
		try {
			for (int read = fromWorker.read(bytes); read >= 0; read = fromWorker.read(bytes)) {
				frames.append(ByteBuffer.wrap(bytes, 0, read));
				for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
					ByteBuffer reply = ByteBuffer.wrap(frame);
					Client client = this.clients.get(reply.getInt());
					if (client != null) {
						client.answer(reply);
						answered.add(client);
					}
				}
				for (Client client : answered) {
					client.write();
					if (this.framing == Framing.RAW) {
						end(client);
						// A closed channel keeps its descriptor until its selector runs
						// again.
						this.selector.wakeup();
					}
				}
				answered.clear();
			}
		}
		catch (IOException ex) {
			ex.printStackTrace();
		}
		Runtime.getRuntime().halt(1);
	}

	private record Client(int id, SocketChannel channel, FrameCutter cutter, ByteBuffer out) {

		void answer(ByteBuffer frame) throws IOException {
			byte[] reply = new byte[frame.remaining()];
			frame.get(reply);
			if (this.out.remaining() < this.cutter.framedLength(reply)) {
				write();
			}
			this.cutter.frame(reply, this.out);
		}

		/** Insists until all is written: the clients of a floor do read. */
		void write() throws IOException {
			this.out.flip();
			while (this.out.hasRemaining() && this.channel.isOpen()) {
				if (this.channel.write(this.out) == 0) {
					Thread.yield();
				}
			}
			this.out.clear();
		}

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return this.id;
		}

	}

}
