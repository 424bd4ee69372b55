package dev.processkit.integration;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.jspecify.annotations.Nullable;

/**
 * Takes clients in, up to a number; one more is told so and closed. Belongs to the event
 * loop.
 */
final class Acceptor implements EventLoop.Selected, EventLoop.Member {

	private static final Log logger = LogFactory.getLog(Acceptor.class);

	private static final int BURST = 64;

	private static final int MAX_TURNED_AWAY = 64;

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

	private final EventLoopServerConnectionFactory factory;

	private final EventLoop loop;

	private final ListeningSocket socket;

	private @Nullable EndpointRuntime runtime;

	private @Nullable SelectionKey key;

	private @Nullable Long pausedUntil;

	private volatile int served;

	private int turnedAway;

	private boolean full;

	private boolean starved;

	Acceptor(EventLoopServerConnectionFactory factory, EventLoop loop, ListeningSocket socket) {
		this.factory = factory;
		this.loop = loop;
		this.socket = socket;
	}

	/**
	 * Begin to accept.
	 * @param runtime what clients are served with
	 * @throws IOException if the socket is closed
	 */
	void open(EndpointRuntime runtime) throws IOException {
		this.runtime = runtime;
		this.key = this.loop.register(this.socket.channel(), SelectionKey.OP_ACCEPT, this);
	}

	@Override
	public void selected() {
		try {
			for (int i = 0; i < BURST; i++) {
				SocketChannel channel = this.socket.channel().accept();
				if (channel == null) {
					return;
				}
				accepted(channel);
			}
		}
		catch (IOException ex) {
			pause(ex);
		}
	}

	private void accepted(SocketChannel channel) throws IOException {
		this.starved = false;
		try {
			EndpointRuntime current = Objects.requireNonNull(this.runtime);
			current.configure(channel);
			if (this.served < current.settings().maxConnections()) {
				this.full = false;
				EventLoopConnection connection = new EventLoopConnection(channel, this.factory, current);
				this.served++;
				serve(connection);
			}
			else {
				turnAway(channel, current);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			logger.debug("A client was gone before it was served", ex);
			channel.close();
		}
	}

	private void serve(EventLoopConnection connection) {
		try {
			this.factory.serve(connection);
		}
		catch (RuntimeException ex) {
			logger.error("Cannot serve " + connection, ex);
			connection.session().abort();
		}
	}

	private void turnAway(SocketChannel channel, EndpointRuntime current) throws IOException {
		int maximum = current.settings().maxConnections();
		if (!this.full) {
			this.full = true;
			logger.warn("%s serves %d clients, which is its 'max-connections'; more are turned away"
				.formatted(this.factory, maximum));
		}
		if (this.turnedAway == MAX_TURNED_AWAY) {
			channel.close();
			return;
		}
		ClientSession session = new ClientSession(channel, current, new TurnedAway());
		this.turnedAway++;
		session.turnAway("The endpoint serves its maximum of " + maximum + " connections; try again later");
	}

	/** No descriptors left: the socket stays ready, so the loop would spin. */
	private void pause(IOException ex) {
		if (this.key == null || !this.key.isValid()) {
			return;
		}
		if (!this.starved) {
			this.starved = true;
			logger.warn("%s cannot accept clients for the moment: %s".formatted(this.factory, ex.getMessage()));
		}
		this.key.interestOps(0);
		this.pausedUntil = System.nanoTime() + PAUSE;
		this.loop.wakeAt(this.pausedUntil);
	}

	/** A client that was served is gone. */
	void left() {
		this.served--;
	}

	/**
	 * How many clients are served. Thread-safe.
	 * @return the number
	 */
	int served() {
		return this.served;
	}

	@Override
	public @Nullable Long deadline(long now) {
		return this.pausedUntil;
	}

	@Override
	public void expired() {
		this.pausedUntil = null;
		if (this.key != null && this.key.isValid()) {
			this.key.interestOps(SelectionKey.OP_ACCEPT);
		}
	}

	@Override
	public void quiesce() {
		abort();
		this.loop.releaseClosed();
	}

	@Override
	public void abort() {
		this.loop.remove(this);
		if (this.key != null) {
			this.key.cancel();
		}
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.warn("Cannot close " + this.socket.address(), ex);
		}
	}

	/**
	 * A client that is only told why it is not served.
	 */
	private final class TurnedAway implements SessionObserver {

		@Override
		public void received(byte[] message) {
			// Its messages are dropped unread.
		}

		@Override
		public void malformed(MalformedMessageException failure) {
			// It has been told all there is to tell.
		}

		@Override
		public void broken(Throwable failure) {
			// It was not to stay.
		}

		@Override
		public void terminated() {
			Acceptor.this.turnedAway--;
		}

	}

}
