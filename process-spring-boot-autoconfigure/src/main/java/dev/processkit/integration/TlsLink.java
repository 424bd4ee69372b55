package dev.processkit.integration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * A link through TLS. The computations of the handshake run on an executor, so that a
 * client which connects does not hold up the others.
 */
final class TlsLink implements Link {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final ReentrantLock lock = new ReentrantLock();

	private final SocketChannel channel;

	private final SSLEngine engine;

	private final Executor executor;

	private final Runnable resume;

	private ByteBuffer received;

	private ByteBuffer sending;

	private boolean opening = true;

	private boolean computing;

	private boolean more;

	private boolean ended;

	private boolean truncated;

	/**
	 * Create a link.
	 * @param channel the socket, in non-blocking mode
	 * @param engine the engine in server mode
	 * @param executor runs the computations of the handshake
	 * @param resume called on the executor when a computation is over: read again
	 */
	TlsLink(SocketChannel channel, SSLEngine engine, Executor executor, Runnable resume) {
		this.channel = channel;
		this.engine = engine;
		this.executor = executor;
		this.resume = resume;
		int packet = engine.getSession().getPacketBufferSize();
		this.received = ByteBuffer.allocate(packet);
		this.sending = ByteBuffer.allocate(packet);
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		this.lock.lock();
		try {
			int before = target.position();
			this.more = false;
			boolean progress = true;
			while (progress && !this.computing) {
				progress = step(target);
			}
			int read = target.position() - before;
			// The end may have come with the last bytes; no socket will tell of it again.
			this.more |= this.ended && read > 0;
			return (read == 0 && this.ended) ? -1 : read;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean step(ByteBuffer target) throws IOException {
		return switch (this.engine.getHandshakeStatus()) {
			case NEED_TASK -> compute();
			case NEED_WRAP -> wrap(NOTHING);
			default -> unwrap(target);
		};
	}

	private boolean compute() {
		this.computing = true;
		try {
			this.executor.execute(() -> {
				runTasks();
				this.resume.run();
			});
		}
		catch (RejectedExecutionException ex) {
			runTasks();
		}
		return !this.computing;
	}

	private void runTasks() {
		for (Runnable task = this.engine.getDelegatedTask(); task != null; task = this.engine.getDelegatedTask()) {
			task.run();
		}
		this.lock.lock();
		try {
			this.computing = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean unwrap(ByteBuffer target) throws IOException {
		if (this.ended) {
			return false;
		}
		if (target.remaining() < this.engine.getSession().getApplicationBufferSize()) {
			this.more = this.received.position() > 0;
			return false;
		}
		SSLEngineResult result;
		this.received.flip();
		try {
			result = this.engine.unwrap(this.received, target);
		}
		finally {
			this.received.compact();
		}
		noteHandshake(result);
		return switch (result.getStatus()) {
			case OK -> result.bytesConsumed() > 0 || result.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
			case BUFFER_UNDERFLOW -> receive();
			case BUFFER_OVERFLOW -> {
				this.more = true;
				yield false;
			}
			case CLOSED -> {
				this.ended = true;
				yield result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
			}
		};
	}

	private boolean receive() throws IOException {
		if (!this.received.hasRemaining()) {
			this.received = ByteBuffer.allocate(this.received.capacity() * 2).put(this.received.flip());
		}
		int read = this.channel.read(this.received);
		if (read < 0) {
			this.ended = true;
			this.truncated = true;
		}
		return read > 0;
	}

	@Override
	public boolean write(ByteBuffer source) throws IOException {
		this.lock.lock();
		try {
			if (this.opening) {
				return false;
			}
			while (send()) {
				if (!source.hasRemaining()) {
					return true;
				}
				if (!wrap(source)) {
					return false;
				}
			}
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the engine went on; false when the socket has to take bytes first. */
	private boolean wrap(ByteBuffer source) throws IOException {
		if (!send()) {
			return false;
		}
		SSLEngineResult result = this.engine.wrap(source, this.sending);
		noteHandshake(result);
		if (result.getStatus() == Status.BUFFER_OVERFLOW) {
			this.sending = ByteBuffer.allocate(this.engine.getSession().getPacketBufferSize());
			return true;
		}
		if (result.getStatus() == Status.CLOSED && source.hasRemaining()) {
			throw new SSLException("The TLS session is closed");
		}
		send();
		return result.bytesProduced() > 0;
	}

	private boolean send() throws IOException {
		if (this.sending.position() > 0) {
			this.sending.flip();
			try {
				this.channel.write(this.sending);
			}
			finally {
				this.sending.compact();
			}
		}
		return this.sending.position() == 0;
	}

	private void noteHandshake(SSLEngineResult result) {
		HandshakeStatus status = result.getHandshakeStatus();
		if (status == HandshakeStatus.FINISHED || status == HandshakeStatus.NOT_HANDSHAKING) {
			this.opening = false;
		}
	}

	@Override
	public boolean finish() throws IOException {
		this.lock.lock();
		try {
			this.engine.closeOutbound();
			boolean progress = true;
			while (progress && !this.engine.isOutboundDone()) {
				progress = wrap(NOTHING);
			}
			if (!send()) {
				return false;
			}
			this.channel.shutdownOutput();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void alert() {
		try {
			finish();
		}
		catch (IOException ex) {
			// The client that broke the handshake does not want to know why.
		}
	}

	@Override
	public Link.Phase phase() {
		this.lock.lock();
		try {
			if (this.computing) {
				return Link.Phase.BUSY;
			}
			if (this.opening) {
				return (this.sending.position() > 0) ? Link.Phase.OPENING_BLOCKED : Link.Phase.OPENING;
			}
			return this.more ? Link.Phase.MORE : Link.Phase.READY;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean truncated() {
		return this.truncated;
	}

	@Override
	public @Nullable SSLSession session() {
		return this.engine.getSession();
	}

}
