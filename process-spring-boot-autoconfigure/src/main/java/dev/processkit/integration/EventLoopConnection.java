package dev.processkit.integration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
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
 * One client. All its messages share one immutable {@link MessageHeaders}.
 * <p>
 * Life: open → ending (half-closed, malformed, or closed by us; what is owed still goes
 * out) → lingering (our end is closed and what the client still sends is dropped, so that
 * it reads the last reply and no reset) → terminated. Everything belongs to the event
 * loop but what says that it is thread-safe.
 */
final class EventLoopConnection extends TcpConnectionSupport implements EventLoop.Selected, EventLoop.Member {

	private static final long LINGER = TimeUnit.SECONDS.toNanos(2);

	private static final long HANDSHAKE = TimeUnit.SECONDS.toNanos(10);

	private static final int MANY_UNSENT = 256 << 10;

	private static final int DRAIN_READS = 16;

	private final EventLoopServerConnectionFactory factory;

	private final EventLoop loop;

	private final SocketChannel channel;

	private final Peer peer;

	private final MessageHeaders headers;

	private final Link link;

	private final Inbox inbox;

	private final Outbox outbox;

	private final Debt debt;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final AtomicBoolean blocked = new AtomicBoolean();

	private volatile long activeAt = System.nanoTime();

	private volatile boolean throttled;

	private volatile boolean ending;

	private volatile boolean terminated;

	private boolean served;

	private boolean delivering;

	private boolean inputEnded;

	private boolean quiesced;

	private byte @Nullable [] farewell;

	private @Nullable Object payload;

	private @Nullable Long lingerUntil;

	private @Nullable SelectionKey key;

	EventLoopConnection(EventLoopServerConnectionFactory factory, EventLoop loop, SocketChannel channel)
			throws IOException {
		super(factory.getApplicationEventPublisher());
		this.factory = factory;
		this.loop = loop;
		this.channel = channel;
		this.peer = Peer.of(channel, super.getConnectionId(), factory.isLookupHost());
		this.headers = this.peer.headers();
		this.link = factory.createLink(channel, () -> loop.later(this::selected));
		this.inbox = new Inbox(factory.codec(), loop.readBuffer(), factory.budget());
		this.outbox = new Outbox(this.link, factory.codec(), loop.batchBuffers(), factory.budget());
		this.debt = new Debt(factory.budget(), factory.maxUnanswered());
	}

	/** Begin to serve the client. */
	@Override
	public void run() {
		this.served = true;
		publishConnectionOpenEvent();
		register();
	}

	/**
	 * Serve the client nothing but the reason.
	 * @param why the reason, fit for clients
	 */
	void turnAway(String why) {
		register();
		refuse(why);
		advance();
	}

	private void register() {
		try {
			this.key = this.loop.register(this.channel, SelectionKey.OP_READ, this);
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	@Override
	public void selected() {
		if (this.terminated) {
			return;
		}
		this.blocked.set(false);
		int unsent = this.outbox.unsent();
		try {
			if (this.lingerUntil != null) {
				drain();
			}
			else if (mayRead() || isOpening()) {
				receive();
			}
		}
		catch (MalformedMessageException ex) {
			complain(ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			fail(ex);
		}
		advance();
		if (unsent > this.outbox.unsent()) {
			this.activeAt = System.nanoTime();
		}
	}

	private void receive() throws IOException {
		boolean betweenMessages = this.inbox.isEmpty();
		int read = this.inbox.read(this.link);
		if (read < 0) {
			this.inputEnded = true;
		}
		// A message must be complete within the idle time-out: bytes that trickle in do
		// not count as activity, only the first of a message does.
		if (deliverAll() || (betweenMessages && read > 0)) {
			this.activeAt = System.nanoTime();
		}
	}

	private boolean deliverAll() throws MalformedMessageException {
		boolean any = false;
		while (!this.ending && !owesTooMuch()) {
			byte[] message = this.inbox.next();
			if (message == null && this.inputEnded) {
				this.ending = true;
				message = this.link.truncated() ? null : this.inbox.last();
			}
			if (message == null) {
				break;
			}
			any = true;
			deliver(message);
		}
		if (this.ending) {
			this.inbox.discard();
		}
		else {
			this.inbox.keepRest();
		}
		return any;
	}

	private boolean owesTooMuch() {
		this.throttled = true;
		// In this order: whoever settles afterwards sees that it has to resume.
		if (!this.debt.isTooMuch()) {
			this.throttled = false;
		}
		return this.throttled;
	}

	private void deliver(byte[] bytes) {
		TcpListener listener = getListener();
		this.delivering = true;
		try {
			if (listener == null) {
				throw new NoListenerException("No listener");
			}
			listener.onMessage(toMessage(bytes));
		}
		catch (NoListenerException ex) {
			this.logger.warn("Message dropped, since nothing listens to " + this);
		}
		catch (RuntimeException ex) {
			this.logger.error("The handler of " + this + " failed", ex);
			this.outbox.append(FrameCodec.errorReply("The request could not be handled"));
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

	private void complain(MalformedMessageException ex) {
		publishConnectionExceptionEvent(ex);
		sendExceptionToListener(ex);
		refuse(String.valueOf(ex.getMessage()));
	}

	private void refuse(String why) {
		this.ending = true;
		this.farewell = FrameCodec.errorReply(why);
		this.inbox.discard();
	}

	/** Do whatever is possible now: flush, end, and say what to wait for. */
	private void advance() {
		if (this.terminated) {
			return;
		}
		try {
			boolean flushed = this.outbox.flush();
			if (this.ending) {
				flushed = end(flushed);
			}
			if (!this.terminated) {
				updateInterest(flushed);
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	private boolean end(boolean flushed) throws IOException {
		if (isOpening()) {
			if (this.inputEnded || this.quiesced) {
				terminate();
			}
			return true;
		}
		if (!this.debt.isNone() && !this.closed.get()) {
			return flushed;
		}
		if (this.farewell != null) {
			this.outbox.append(this.farewell);
			this.farewell = null;
		}
		if (!this.outbox.flush() || (this.lingerUntil == null && !this.link.finish())) {
			return false;
		}
		linger();
		return true;
	}

	private void linger() throws IOException {
		if (this.quiesced && !this.inputEnded) {
			drain();
		}
		if (this.inputEnded || this.quiesced) {
			terminate();
		}
		else if (this.lingerUntil == null) {
			this.lingerUntil = System.nanoTime() + LINGER;
			this.loop.wakeAt(this.lingerUntil);
		}
	}

	private void drain() throws IOException {
		for (int i = 0; i < DRAIN_READS && !this.inputEnded; i++) {
			int read = this.link.read(ByteBuffer.wrap(this.loop.readBuffer()));
			this.inputEnded = read < 0;
			if (read == 0) {
				return;
			}
		}
	}

	private void updateInterest(boolean flushed) {
		Link.Phase phase = this.link.phase();
		int operations = switch (phase) {
			case BUSY -> 0;
			case OPENING -> SelectionKey.OP_READ;
			case OPENING_BLOCKED -> SelectionKey.OP_WRITE;
			case READY, MORE ->
				(flushed ? 0 : SelectionKey.OP_WRITE) | ((mayRead() || isLingering()) ? SelectionKey.OP_READ : 0);
		};
		if (this.key != null && this.key.isValid() && this.key.interestOps() != operations) {
			this.key.interestOps(operations);
		}
		if (phase == Link.Phase.MORE && mayRead()) {
			this.loop.later(this::selected);
		}
	}

	private boolean mayRead() {
		return !this.ending && !this.inputEnded && !this.throttled && this.outbox.unsent() < MANY_UNSENT;
	}

	private boolean isLingering() {
		return this.lingerUntil != null && !this.inputEnded;
	}

	private boolean isOpening() {
		return switch (this.link.phase()) {
			case READY, MORE -> false;
			case OPENING, OPENING_BLOCKED, BUSY -> true;
		};
	}

	private void fail(Throwable failure) {
		if (this.terminated) {
			return;
		}
		if (this.served && !this.ending) {
			publishConnectionExceptionEvent(failure);
			this.logger.debug("Broken: " + this, failure);
		}
		this.link.alert();
		terminate();
	}

	private void terminate() {
		if (this.terminated) {
			return;
		}
		this.terminated = true;
		this.ending = true;
		this.loop.remove(this);
		closeChannel();
		this.inbox.discard();
		this.outbox.close();
		this.debt.writeOff();
		this.factory.left(this, this.served);
		if (this.served) {
			closeConnection(true);
		}
	}

	private void closeChannel() {
		if (this.key != null) {
			this.key.cancel();
		}
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			this.logger.debug("Cannot close " + this, ex);
		}
	}

	@Override
	public @Nullable Long deadline(long now) {
		if (this.lingerUntil != null) {
			return this.lingerUntil;
		}
		long idle = this.factory.getIdleTimeout().toNanos();
		if (isOpening()) {
			return this.activeAt + Math.min(HANDSHAKE, idle);
		}
		return (this.debt.isNone() ? this.activeAt : now) + idle;
	}

	@Override
	public void expired() {
		this.logger.debug("Time is up for " + this);
		quiesce();
		terminate();
	}

	@Override
	public void quiesce() {
		if (!this.ending) {
			this.ending = true;
			this.inbox.discard();
		}
		this.quiesced = true;
		advance();
	}

	@Override
	public void abort() {
		terminate();
	}

	/**
	 * Expect a reply to what was just delivered.
	 * @param length the length of the request, in bytes
	 */
	void owe(int length) {
		this.debt.add(length);
	}

	/**
	 * Add a reply to those that {@link #transmit} sends. Thread-safe.
	 * @param reply the reply, not framed yet
	 */
	void queue(byte[] reply) {
		this.outbox.append(reply);
	}

	/**
	 * Send what was queued. Thread-safe; does not block.
	 * @param replies how many of the owed replies are settled with it
	 * @param length the length of their requests together, in bytes
	 */
	void transmit(int replies, long length) {
		try {
			boolean flushed = this.outbox.flush();
			if (replies > 0) {
				this.activeAt = System.nanoTime();
				this.debt.settle(replies, length);
			}
			if (this.ending || (!flushed && this.blocked.compareAndSet(false, true))) {
				this.loop.execute(this::advance);
			}
			if (this.throttled && !this.debt.isTooMuch()) {
				this.loop.later(this::resume);
			}
		}
		catch (IOException ex) {
			this.loop.execute(() -> fail(ex));
		}
	}

	private void resume() {
		this.throttled = false;
		selected();
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
		queue(reply);
		if (!this.delivering || !this.loop.isOwnThread()) {
			transmit(0, 0);
		}
	}

	/** Close when what was sent has gone out. Thread-safe; does not block. */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.ending = true;
			super.close();
			this.loop.later(this::advance);
		}
	}

	@Override
	public boolean isOpen() {
		return !this.closed.get() && !this.terminated;
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
		return this.link.session();
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
