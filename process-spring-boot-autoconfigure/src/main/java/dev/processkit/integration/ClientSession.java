package dev.processkit.integration;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * The life of one client on the event loop.
 * <p>
 * Open → ending (half-closed, malformed, or closed by us; what is owed still goes out) →
 * lingering (our end is closed and what the client still sends is dropped, so that it
 * reads the last reply and no reset) → terminated. Everything belongs to the event loop
 * but what says that it is thread-safe.
 */
final class ClientSession implements EventLoop.Selected, EventLoop.Member {

	private static final long LINGER = TimeUnit.SECONDS.toNanos(2);

	private static final long HANDSHAKE = TimeUnit.SECONDS.toNanos(10);

	private static final int MANY_UNSENT = 256 << 10;

	private final SocketChannel channel;

	private final SessionObserver observer;

	private final EventLoop loop;

	private final long idleNanos;

	private final Link link;

	private final Inbox inbox;

	private final Outbox outbox;

	private final Debt debt;

	private final AtomicBoolean blocked = new AtomicBoolean();

	private volatile long activeAt = System.nanoTime();

	private volatile boolean throttled;

	private volatile boolean ending;

	/** The client has ended its side, and all that it sent was delivered. */
	private volatile boolean complete;

	private volatile boolean writtenOff;

	private volatile boolean terminated;

	private boolean inputEnded;

	private boolean undelivered;

	private boolean quiesced;

	private byte @Nullable [] farewell;

	private @Nullable Long lingerUntil;

	private @Nullable SelectionKey key;

	ClientSession(SocketChannel channel, EndpointRuntime runtime, SessionObserver observer) {
		this.channel = channel;
		this.observer = observer;
		this.loop = runtime.loop();
		this.idleNanos = runtime.settings().idleTimeout().toNanos();
		this.link = runtime.createLink(channel, () -> this.loop.later(this::selected));
		this.inbox = new Inbox(runtime.codec(), this.loop.readBuffer(), runtime.budget());
		this.outbox = new Outbox(this.link, runtime.codec(), this.loop.batchBuffers(), runtime.budget());
		this.debt = new Debt(runtime.budget(), runtime.settings().maxUnanswered());
	}

	/** Begin to serve. */
	void open() {
		try {
			this.key = this.loop.register(this.channel, SelectionKey.OP_READ, this);
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	/**
	 * Serve nothing but the reason.
	 * @param why the reason, fit for clients
	 */
	void turnAway(String why) {
		open();
		refuse(why);
		advance();
	}

	@Override
	public void selected() {
		if (this.terminated) {
			return;
		}
		int unsent = this.outbox.unsent();
		try {
			if (this.lingerUntil != null) {
				this.inputEnded = this.inbox.drop(this.link);
			}
			else if (mayDeliver() || this.link.phase().isOpening()) {
				receive();
			}
		}
		catch (MalformedMessageException ex) {
			refuse(String.valueOf(ex.getMessage()));
			this.observer.malformed(ex);
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
		this.undelivered = true;
		while (mayDeliver() && !owesTooMuch()) {
			byte[] message = this.inbox.next();
			if (message == null && this.inputEnded) {
				this.ending = true;
				message = this.link.truncated() ? null : this.inbox.last();
			}
			if (message == null) {
				this.undelivered = false;
				break;
			}
			any = true;
			this.observer.received(message);
		}
		if (this.ending) {
			this.inbox.discard();
			this.complete = this.inputEnded;
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
		// First, so that whoever finds the socket full from here on asks again.
		this.blocked.set(false);
		try {
			boolean flushed = this.outbox.flush();
			if (this.ending) {
				flushed = end(flushed);
			}
			if (!this.terminated) {
				updateInterest(flushed);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			fail(ex);
		}
	}

	private boolean end(boolean flushed) throws IOException {
		if (this.link.phase().isOpening()) {
			if (this.inputEnded || this.quiesced) {
				terminate();
			}
			return true;
		}
		if (!this.debt.isNone() && !this.writtenOff) {
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
			this.inputEnded = this.inbox.drop(this.link);
		}
		if (this.inputEnded || this.quiesced) {
			terminate();
		}
		else if (this.lingerUntil == null) {
			this.lingerUntil = System.nanoTime() + LINGER;
			this.loop.wakeAt(this.lingerUntil);
		}
	}

	private void updateInterest(boolean flushed) {
		Link.Phase phase = this.link.phase();
		boolean read = !this.inputEnded && (mayDeliver() || this.lingerUntil != null);
		int operations = switch (phase) {
			case BUSY -> 0;
			case OPENING -> SelectionKey.OP_READ;
			case OPENING_BLOCKED -> SelectionKey.OP_WRITE;
			case READY, MORE -> (flushed ? 0 : SelectionKey.OP_WRITE) | (read ? SelectionKey.OP_READ : 0);
		};
		if (this.key != null && this.key.isValid() && this.key.interestOps() != operations) {
			this.key.interestOps(operations);
		}
		// No socket tells of what was read already.
		if ((this.undelivered || (phase == Link.Phase.MORE && !this.inputEnded)) && mayDeliver()) {
			this.loop.later(this::selected);
		}
	}

	private boolean mayDeliver() {
		return !this.ending && !this.throttled && this.outbox.unsent() < MANY_UNSENT;
	}

	private void fail(Throwable failure) {
		if (this.terminated) {
			return;
		}
		if (!this.ending) {
			this.observer.broken(failure);
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
		this.loop.remove(this, this.channel);
		this.inbox.discard();
		this.outbox.close();
		this.debt.writeOff();
		this.observer.terminated();
	}

	@Override
	public @Nullable Long deadline(long now) {
		if (this.lingerUntil != null) {
			return this.lingerUntil;
		}
		if (this.link.phase().isOpening()) {
			return this.activeAt + Math.min(HANDSHAKE, this.idleNanos);
		}
		return (this.debt.isNone() || this.writtenOff ? this.activeAt : now) + this.idleNanos;
	}

	@Override
	public void expired() {
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
				if (this.complete && flushed && this.debt.isNone()) {
					this.link.hangUp();
				}
			}
			if (this.ending || (!flushed && this.blocked.compareAndSet(false, true))) {
				this.loop.execute(this::advance);
			}
			if (this.throttled && !this.debt.isTooMuch()) {
				this.loop.later(this::resume);
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			this.loop.execute(() -> fail(ex));
		}
	}

	private void resume() {
		this.throttled = false;
		selected();
	}

	/**
	 * Send a message that is no reply to one. Thread-safe; does not block.
	 * @param bytes the message, not framed yet
	 */
	void push(byte[] bytes) {
		queue(bytes);
		transmit(0, 0);
	}

	/** End when what was queued has gone out. Thread-safe; does not block. */
	void endSoon() {
		this.writtenOff = true;
		this.ending = true;
		this.loop.later(this::advance);
	}

	/**
	 * Whether it is over. Thread-safe.
	 * @return whether it is
	 */
	boolean isTerminated() {
		return this.terminated;
	}

	@Nullable SSLSession tls() {
		return this.link.session();
	}

}
