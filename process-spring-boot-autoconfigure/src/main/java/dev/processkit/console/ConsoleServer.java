package dev.processkit.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.processkit.EndpointAddress;
import dev.processkit.integration.ListeningSocket;

/**
 * Serves a {@link Console} on one socket. One thread lets clients in and looks at their
 * deadlines; each client has two threads of its own. Thread-safe.
 *
 * @since 0.1
 */
public final class ConsoleServer implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ConsoleServer.class);

	private static final int BACKLOG = 16;

	private static final long LOOK_MILLIS = 100;

	private static final long CLOSING = Duration.ofSeconds(2).toNanos();

	private static final String REFUSAL = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":%d,\"message\":\"%s\"},\"id\":null}\n";

	private final Console console;

	private final ConsoleSettings settings;

	private final ListeningSocket socket;

	private final @Nullable Peers peers;

	private final Selector selector;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final Thread acceptor = new Thread(this::run, "process-console");

	private volatile boolean closing;

	private long accepted;

	private boolean starved;

	private ConsoleServer(Console console, ConsoleSettings settings, ListeningSocket socket, @Nullable Peers peers,
			Selector selector) {
		this.console = console;
		this.settings = settings;
		this.socket = socket;
		this.peers = peers;
		this.selector = selector;
	}

	/**
	 * Listen and serve.
	 * @param console what is served
	 * @param settings where, and the limits
	 * @return the server; to be closed
	 * @throws dev.processkit.integration.EndpointBindException if the address cannot be
	 * had
	 * @throws IllegalArgumentException if a TCP address has no token
	 */
	public static ConsoleServer open(Console console, ConsoleSettings settings) {
		if (settings.address() instanceof EndpointAddress.Tcp && settings.token() == null) {
			throw new IllegalArgumentException("Over TCP the console needs a token");
		}
		ListeningSocket socket = ListeningSocket.bind(settings.address(), BACKLOG);
		try {
			Peers peers = (socket.address() instanceof EndpointAddress.Unix unix) ? Peers.of(unix.path()) : null;
			ConsoleServer server = new ConsoleServer(console, settings, socket, peers, Selector.open());
			socket.channel().register(server.selector, SelectionKey.OP_ACCEPT);
			server.acceptor.setDaemon(true);
			server.acceptor.start();
			return server;
		}
		catch (IOException ex) {
			abandon(socket, ex);
			throw new UncheckedIOException("The admin console cannot be opened on " + socket.address(), ex);
		}
	}

	private static void abandon(ListeningSocket socket, IOException cause) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			cause.addSuppressed(ex);
		}
	}

	/**
	 * Where clients connect to.
	 * @return the address, the port chosen
	 */
	public EndpointAddress address() {
		return this.socket.address();
	}

	private void run() {
		try {
			while (!this.closing) {
				boolean starved = this.starved;
				this.selector.select(this::accept, (this.connections.isEmpty() && !starved) ? 0 : LOOK_MILLIS);
				if (starved) {
					this.starved = false;
					this.selector.keys().forEach((key) -> key.interestOps(SelectionKey.OP_ACCEPT));
				}
				long now = System.nanoTime();
				this.connections.removeIf((connection) -> !connection.isLive());
				this.connections.forEach((connection) -> connection.check(now));
			}
		}
		catch (IOException ex) {
			logger.error("The admin console cannot go on", ex);
		}
	}

	private void accept(SelectionKey key) {
		try {
			SocketChannel channel = this.socket.channel().accept();
			if (channel != null) {
				serve(channel);
			}
		}
		catch (IOException ex) {
			// Without descriptors the socket stays ready: the loop would spin.
			logger.debug("A client could not be served", ex);
			key.interestOps(0);
			this.starved = true;
		}
	}

	private void serve(SocketChannel channel) throws IOException {
		boolean served = false;
		try {
			this.connections.removeIf((connection) -> !connection.isLive());
			String who = nameOf(channel);
			if (who == null) {
				refuse(channel, ConsoleError.NOT_AUTHENTICATED, "Only the user of the application and root may enter");
			}
			else if (this.connections.size() >= this.settings.maxConnections()) {
				logger.warn("The admin console serves %d clients, which is its 'max-connections'; %s is turned away"
					.formatted(this.connections.size(), who));
				refuse(channel, ConsoleError.LIMIT, "The console serves its maximum of "
						+ this.settings.maxConnections() + " connections; try again later");
			}
			else {
				Connection connection = new Connection(channel, who, this.console, this.settings,
						"process-console-" + ++this.accepted);
				this.connections.add(connection);
				connection.start();
				served = true;
			}
		}
		finally {
			if (!served) {
				channel.close();
			}
		}
	}

	/** Who it is; {@code null} when it may not enter. */
	private @Nullable String nameOf(SocketChannel channel) throws IOException {
		if (this.peers == null) {
			channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
			return remote.getAddress().getHostAddress() + ":" + remote.getPort() + " at the console";
		}
		UserPrincipal user = Peers.user(channel);
		if (user == null) {
			if (this.accepted == 0) {
				logger.warn("The platform does not tell who connects to the admin console: the mode of %s protects it"
					.formatted(address()));
			}
			return "someone at the console";
		}
		if (!this.peers.mayEnter(user)) {
			logger.warn("The user '%s' may not enter the admin console".formatted(user.getName()));
			return null;
		}
		return user.getName() + " at the console";
	}

	/** A short line fits into the buffer of a new socket: this does not block. */
	private static void refuse(SocketChannel channel, ConsoleError error, String message) throws IOException {
		channel.configureBlocking(false);
		channel.write(ByteBuffer.wrap(REFUSAL.formatted(error.code(), message).getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Say good-bye to all clients and close. What they asked for is given up, where it
	 * can be interrupted. Blocks until all threads have ended, a few seconds at most.
	 */
	@Override
	public void close() {
		this.closing = true;
		this.selector.wakeup();
		try {
			this.acceptor.join();
			this.selector.close();
			this.socket.close();
			List<Connection> open = List.copyOf(this.connections);
			open.forEach((connection) -> connection.end("The application shuts down"));
			awaitAll(open);
			open.forEach(Connection::interrupt);
			awaitAll(open);
		}
		catch (InterruptedException ex) {
			this.connections.forEach(Connection::interrupt);
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			logger.warn("The admin console on %s cannot be closed".formatted(this.socket.address()), ex);
		}
	}

	private static void awaitAll(List<Connection> connections) throws InterruptedException {
		long end = System.nanoTime() + CLOSING;
		for (Connection connection : connections) {
			connection.join(Math.max(0, end - System.nanoTime()));
		}
	}

}
