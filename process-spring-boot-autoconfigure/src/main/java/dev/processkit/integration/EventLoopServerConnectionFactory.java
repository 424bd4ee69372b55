package dev.processkit.integration;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLContext;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.Framing;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerListeningEvent;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.util.Assert;

/**
 * A server connection factory for TCP and for Unix-domain sockets alike. One thread
 * accepts, reads, finds the messages and calls the listener, so messages of a connection
 * are in order and no message changes threads. Serves any Spring Integration flow:
 * gateways, channel adapters, interceptors, the {@code Tcp} DSL.
 * <p>
 * Since the listener runs on the event loop, it must not block: hand work that does to an
 * executor channel, and set the reply time-out of a {@code TcpInboundGateway} whose flow
 * may give no reply to 0. A handler that throws is answered with an error reply.
 * <p>
 * Messages are told apart by a {@link Framing}; serializers and deserializers, which read
 * from blocking streams, have no place here. A message that cannot be read gets one reply
 * <code>{"status":"error","message":"…"}</code>, then the connection is closed.
 * <p>
 * {@link #start()} binds: when it returns, clients may connect and {@link #getPort()} is
 * the real port. {@link #stop()} stops accepting and reading, lets replies that are owed
 * go out within the drain time-out, closes, and deletes the socket file. Both block and
 * are thread-safe; settings must be made before the start. The executor needs one thread
 * for as long as the factory runs, and with TLS at least one more for handshakes.
 *
 * @since 0.1
 */
public final class EventLoopServerConnectionFactory extends AbstractServerConnectionFactory {

	private static final int BACKLOG = 256;

	private static final Duration NEVER = Duration.ofDays(36_500);

	private static final int MAX_UNANSWERED = 1024;

	private static final Duration END_MARGIN = Duration.ofSeconds(5);

	private final ReentrantLock lifecycle = new ReentrantLock();

	private final EndpointAddress configuredAddress;

	private Framing framing;

	private int maxMessageSize;

	private int maxConnections;

	private Duration idleTimeout;

	private Duration drainTimeout = Duration.ofSeconds(10);

	private @Nullable Long maxBufferedBytes;

	private int maxUnanswered = MAX_UNANSWERED;

	private @Nullable SSLContext sslContext;

	private boolean ownMapper;

	private volatile @Nullable EndpointRuntime running;

	/**
	 * Create a factory with the default settings of an {@link EndpointDefinition}.
	 * @param address where to listen
	 */
	public EventLoopServerConnectionFactory(EndpointAddress address) {
		this(EndpointDefinition.of(address), null);
	}

	/**
	 * Create a factory.
	 * @param definition where to listen and the limits; its SSL bundle is not looked at
	 * @param sslContext the context for TLS; {@code null} for plain text
	 */
	public EventLoopServerConnectionFactory(EndpointDefinition definition, @Nullable SSLContext sslContext) {
		super((definition.address() instanceof EndpointAddress.Tcp tcp) ? tcp.port() : 0);
		this.configuredAddress = definition.address();
		this.framing = definition.framing();
		this.maxMessageSize = definition.maxMessageSize();
		this.maxConnections = definition.maxConnections();
		this.idleTimeout = definition.idleTimeout();
		this.sslContext = sslContext;
		setBacklog(BACKLOG);
		setSoTcpNoDelay(true);
	}

	/**
	 * Set how messages are told apart.
	 * @param framing the framing; JSON by default
	 */
	public void setFraming(Framing framing) {
		this.framing = framing;
	}

	/**
	 * Set the longest message of a client.
	 * @param maxMessageSize in bytes, at least 1; 1 MiB by default
	 */
	public void setMaxMessageSize(int maxMessageSize) {
		Assert.isTrue(maxMessageSize > 0, "'maxMessageSize' must be at least 1");
		this.maxMessageSize = maxMessageSize;
	}

	/**
	 * Set how many clients are served at once. One more gets an error reply.
	 * @param maxConnections at least 1; 1024 by default
	 */
	public void setMaxConnections(int maxConnections) {
		Assert.isTrue(maxConnections > 0, "'maxConnections' must be at least 1");
		this.maxConnections = maxConnections;
	}

	/**
	 * Set how long a client may be silent while nothing is owed to it. A message must be
	 * complete, and a reply be read, within the same time.
	 * @param idleTimeout a positive duration; 5 minutes by default
	 */
	public void setIdleTimeout(Duration idleTimeout) {
		Assert.isTrue(idleTimeout.toNanos() > 0, "'idleTimeout' must be positive");
		this.idleTimeout = idleTimeout;
	}

	/**
	 * Set how long {@link #stop()} waits for replies that are owed to clients.
	 * @param drainTimeout zero or more; 10 seconds by default
	 */
	public void setDrainTimeout(Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	/**
	 * Set the memory for what clients have sent and not completed, what is not answered,
	 * and what they have not read. A client that needs more is refused.
	 * @param maxBufferedBytes in bytes, for all connections together; by default 64 MiB,
	 * but an eighth of the heap if that is less, and at least twice the longest message
	 */
	public void setMaxBufferedBytes(long maxBufferedBytes) {
		this.maxBufferedBytes = maxBufferedBytes;
	}

	/**
	 * Set the context for TLS, which works on TCP only.
	 * @param sslContext the context; {@code null} for plain text
	 */
	public void setSslContext(@Nullable SSLContext sslContext) {
		this.sslContext = sslContext;
	}

	void setMaxUnanswered(int maxUnanswered) {
		this.maxUnanswered = maxUnanswered;
	}

	/** The idle time-out in milliseconds; 0 for none, as on a {@code Socket}. */
	@Override
	public void setSoTimeout(int soTimeout) {
		super.setSoTimeout(soTimeout);
		setIdleTimeout((soTimeout > 0) ? Duration.ofMillis(soTimeout) : NEVER);
	}

	@Override
	public void setMapper(TcpMessageMapper mapper) {
		super.setMapper(mapper);
		this.ownMapper = true;
	}

	@Override
	public void setSerializer(Serializer<?> serializer) {
		throw new UnsupportedOperationException("Serializers need blocking streams; use setFraming");
	}

	@Override
	public void setDeserializer(Deserializer<?> deserializer) {
		throw new UnsupportedOperationException("Deserializers need blocking streams; use setFraming");
	}

	/**
	 * Bind and begin to serve. Does nothing when it runs.
	 * @throws EndpointBindException if the address cannot be had
	 */
	@Override
	public void start() {
		this.lifecycle.lock();
		try {
			if (!isActive()) {
				Assert.state(this.sslContext == null || this.configuredAddress instanceof EndpointAddress.Tcp,
						"TLS is for TCP: permissions protect a Unix-domain socket");
				ListeningSocket socket = ListeningSocket.bind(this.configuredAddress, getBacklog());
				startOn(socket);
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void startOn(ListeningSocket socket) {
		EndpointRuntime started = null;
		try {
			EventLoop loop = new EventLoop(this::roundComplete);
			started = new EndpointRuntime(settings(), socket, loop, new Acceptor(this, loop, socket),
					new FrameCodec(this.framing, this.maxMessageSize), new MemoryBudget(bufferedBytes()),
					(task) -> getTaskExecutor().execute(task));
			this.running = started;
			started.acceptor().open(started);
			super.start();
		}
		catch (IOException | RejectedExecutionException ex) {
			abandon(started, socket);
			throw new EndpointBindException(this.configuredAddress, "the event loop cannot start",
					"Give it an executor with a free thread, and the application more descriptors.", ex);
		}
	}

	private void abandon(@Nullable EndpointRuntime started, ListeningSocket socket) {
		setActive(false);
		this.running = null;
		if (started != null) {
			started.loop().close();
		}
		try {
			socket.close();
		}
		catch (IOException ex) {
			this.logger.warn(ex, () -> "Cannot close " + socket.address());
		}
	}

	private EndpointSettings settings() {
		return new EndpointSettings(this.maxConnections, this.maxUnanswered, this.idleTimeout, this.sslContext,
				getSoSendBufferSize(), getSoReceiveBufferSize(), isSoTcpNoDelay(), isSoKeepAlive());
	}

	private long bufferedBytes() {
		long sparing = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);
		return (this.maxBufferedBytes != null) ? this.maxBufferedBytes : Math.max(2L * this.maxMessageSize, sparing);
	}

	/** Serve, on a thread of the executor, until the factory is stopped. */
	@Override
	public void run() {
		EndpointRuntime current = this.running;
		if (current == null) {
			return;
		}
		ApplicationEventPublisher publisher = getApplicationEventPublisher();
		if (publisher != null) {
			current.loop().later(() -> publisher.publishEvent(new TcpConnectionServerListeningEvent(this, getPort())));
		}
		current.loop().run();
	}

	@Override
	public boolean isListening() {
		EndpointRuntime current = this.running;
		return current != null && !current.loop().hasEnded();
	}

	private void roundComplete() {
		if (getListener() instanceof RoundListener listener) {
			listener.roundComplete();
		}
	}

	/** Begin to stop, without waiting: accept and read nothing more. */
	void quiesce() {
		EndpointRuntime current = this.running;
		if (current != null) {
			long deadline = System.nanoTime() + this.drainTimeout.toNanos();
			current.loop().later(() -> current.loop().endBy(deadline));
		}
	}

	@Override
	public void stop() {
		EndpointRuntime current = this.running;
		if (current != null && current.loop().isOwnThread()) {
			// The loop cannot wait for its own end.
			new Thread(this::stop, name() + "-stop").start();
			return;
		}
		this.lifecycle.lock();
		try {
			if (this.running != null) {
				quiesce();
				awaitEnd(this.running.loop());
				this.running = null;
			}
			super.stop();
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	private void awaitEnd(EventLoop loop) {
		try {
			if (!loop.awaitEnd(this.drainTimeout.plus(END_MARGIN))) {
				this.logger.error("The event loop of " + this + " does not end: a handler blocks it");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	void serve(EventLoopConnection client) {
		TcpConnectionSupport connection = wrapConnection(client);
		TcpListener listener = getListener();
		if (listener != null) {
			connection.registerListener(listener);
		}
		// Before anybody knows of it, who may send at once.
		connection.setMapper(getMapper());
		connection.registerSenders(getSenders());
		connection.run();
	}

	/**
	 * Return how many clients are served. Thread-safe.
	 * @return the number
	 */
	public int getConnectionCount() {
		EndpointRuntime current = this.running;
		return (current != null) ? current.acceptor().served() : 0;
	}

	/**
	 * Return where clients connect to. Thread-safe.
	 * @return the address, with the real port while it runs
	 */
	public EndpointAddress getEndpointAddress() {
		EndpointRuntime current = this.running;
		return (current != null) ? current.socket().address() : this.configuredAddress;
	}

	@Override
	public @Nullable SocketAddress getServerSocketAddress() {
		EndpointRuntime current = this.running;
		return (current != null) ? current.socket().socketAddress() : null;
	}

	@Override
	public int getPort() {
		EndpointRuntime current = this.running;
		return (current != null) ? current.socket().port() : super.getPort();
	}

	/**
	 * The bytes held for clients. Thread-safe.
	 * @return how many
	 */
	long bufferedNow() {
		EndpointRuntime current = this.running;
		return (current != null) ? current.budget().used() : 0;
	}

	boolean hasOwnMapper() {
		return this.ownMapper;
	}

	String name() {
		return Objects.requireNonNullElseGet(getComponentName(), this.configuredAddress::toString);
	}

	@Override
	public String toString() {
		return name() + " on " + getEndpointAddress();
	}

}
