package dev.processkit.integration;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.NoListenerException;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/**
 * A client as Spring Integration sees it. All its messages share one immutable
 * {@link MessageHeaders}.
 */
final class EventLoopConnection extends TcpConnectionSupport implements SessionObserver {

	private final AtomicBoolean closed = new AtomicBoolean();

	private final EventLoopServerConnectionFactory factory;

	private final EndpointRuntime runtime;

	private final Peer peer;

	private final MessageHeaders headers;

	private final ClientSession session;

	private boolean delivering;

	private @Nullable Object payload;

	EventLoopConnection(SocketChannel channel, EventLoopServerConnectionFactory factory, EndpointRuntime runtime)
			throws IOException {
		super(factory.getApplicationEventPublisher());
		this.factory = factory;
		this.runtime = runtime;
		this.peer = Peer.of(channel, super.getConnectionId(), factory.isLookupHost());
		this.headers = this.peer.headers();
		this.session = new ClientSession(channel, runtime, this);
	}

	/** Begin to serve the client. */
	@Override
	public void run() {
		publishConnectionOpenEvent();
		this.session.open();
	}

	ClientSession session() {
		return this.session;
	}

	@Override
	public void received(byte[] message) {
		TcpListener listener = getListener();
		this.delivering = true;
		try {
			if (listener == null) {
				throw new NoListenerException("No listener");
			}
			listener.onMessage(toMessage(message));
		}
		catch (NoListenerException ex) {
			this.logger.warn("Message dropped, since nothing listens to " + this);
		}
		catch (RuntimeException ex) {
			this.logger.error("The handler of " + this + " failed", ex);
			this.session.queue(FrameCodec.errorReply("The request could not be handled"));
		}
		finally {
			this.delivering = false;
		}
	}

	private Message<?> toMessage(byte[] bytes) {
		if (!this.factory.hasOwnMapper()) {
			return new GenericMessage<>(bytes, this.headers);
		}
		this.payload = bytes;
		Message<?> message = getMapper().toMessage(this);
		if (message == null) {
			throw new MessagingException("The mapper made no message of the bytes from " + this);
		}
		return message;
	}

	@Override
	public void malformed(MalformedMessageException failure) {
		publishConnectionExceptionEvent(failure);
		try {
			sendExceptionToListener(failure);
		}
		catch (RuntimeException ex) {
			this.logger.error("The handler of " + this + " failed", ex);
		}
	}

	@Override
	public void broken(Throwable failure) {
		this.logger.debug("Broken: " + this, failure);
		publishConnectionExceptionEvent(failure);
	}

	@Override
	public void terminated() {
		this.runtime.acceptor().left();
		this.factory.closeConnection(getConnectionId());
		closeConnection(true);
	}

	/**
	 * Send a message of bytes or a string. Thread-safe; does not block: what the socket
	 * does not take waits, up to {@link Outbox#MAX_UNSENT} bytes.
	 */
	@Override
	public void send(Message<?> message) {
		if (!isOpen()) {
			throw new MessagingException(message, "The connection is closed: " + this);
		}
		Object bytes = getMapper().fromMessage(message);
		if (!(bytes instanceof byte[] reply)) {
			throw new MessagingException(message, "Neither bytes nor a string: " + message.getPayload().getClass());
		}
		if (this.delivering && this.runtime.loop().isOwnThread()) {
			this.session.queue(reply);
		}
		else {
			this.session.push(reply);
		}
	}

	/** Close when what was sent has gone out. Thread-safe; does not block. */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			super.close();
			this.session.endSoon();
		}
	}

	@Override
	public boolean isOpen() {
		return !this.closed.get() && !this.session.isTerminated();
	}

	@Override
	public @Nullable Object getPayload() {
		return this.payload;
	}

	@Override
	public boolean isServer() {
		return true;
	}

	@Override
	public String getConnectionId() {
		return this.peer.id();
	}

	@Override
	public String getHostName() {
		return this.peer.hostName();
	}

	@Override
	public String getHostAddress() {
		return this.peer.hostAddress();
	}

	@Override
	public int getPort() {
		return this.peer.port();
	}

	@Override
	public String getConnectionFactoryName() {
		return this.factory.name();
	}

	@Override
	public @Nullable SSLSession getSslSession() {
		return this.session.tls();
	}

	@Override
	public @Nullable Object getDeserializerStateKey() {
		return null;
	}

	@Override
	public String toString() {
		return "connection " + this.peer.id() + " of " + this.factory.name();
	}

}
