package dev.processkit.integration;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
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

	private @Nullable SelectionKey key;

	private @Nullable Long pausedUntil;

	private volatile int served;

	private int turnedAway;

	private boolean full;

	Acceptor(EventLoopServerConnectionFactory factory, EventLoop loop, ListeningSocket socket) {
		this.factory = factory;
		this.loop = loop;
		this.socket = socket;
	}

	void open() throws IOException {
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
		try {
			channel.configureBlocking(false);
			this.factory.configure(channel);
			take(channel);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A client was gone before it was served", ex);
			channel.close();
		}
	}

	private void take(SocketChannel channel) throws IOException {
		int maximum = this.factory.getMaxConnections();
		if (this.served < maximum) {
			this.full = false;
			EventLoopConnection connection = new EventLoopConnection(this.factory, this.loop, channel);
			this.served++;
			this.factory.serve(connection);
			return;
		}
		if (!this.full) {
			this.full = true;
			logger.warn("%s serves %d clients, which is its 'max-connections'; more are turned away"
				.formatted(this.factory, maximum));
		}
		if (this.turnedAway == MAX_TURNED_AWAY) {
			channel.close();
			return;
		}
		this.turnedAway++;
		new EventLoopConnection(this.factory, this.loop, channel)
			.turnAway("The endpoint serves its maximum of " + maximum + " connections; try again later");
	}

	/** No descriptors left: the socket stays ready, so the loop would spin. */
	private void pause(IOException ex) {
		if (this.key == null || !this.key.isValid()) {
			return;
		}
		logger.warn("%s cannot accept a client: %s".formatted(this.factory, ex.getMessage()));
		this.key.interestOps(0);
		this.pausedUntil = System.nanoTime() + PAUSE;
		this.loop.wakeAt(this.pausedUntil);
	}

	void left(boolean wasServed) {
		if (wasServed) {
			this.served--;
		}
		else {
			this.turnedAway--;
		}
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

	@Override
	public void abort() {
		quiesce();
	}

}
