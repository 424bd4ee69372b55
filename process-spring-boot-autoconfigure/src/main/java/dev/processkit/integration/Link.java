package dev.processkit.integration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a connection, in plain text or through TLS. Nothing blocks. Reading and
 * closing belong to the event loop; writing to whoever holds the lock of the outbox.
 */
interface Link {

	/**
	 * Read what is there.
	 * @param target takes it; has room for a TLS record at least
	 * @return how many bytes were read, 0 when none are there, -1 at the client's end
	 * @throws IOException if the connection is broken
	 */
	int read(ByteBuffer target) throws IOException;

	/**
	 * Write what the socket takes.
	 * @param source the bytes; those that are taken are consumed
	 * @return whether all of them have gone to the socket
	 * @throws IOException if the connection is broken
	 */
	boolean write(ByteBuffer source) throws IOException;

	/**
	 * Say that nothing more will be written.
	 * @return whether the socket took it; otherwise call again when it is writable
	 * @throws IOException if the connection is broken
	 */
	boolean finish() throws IOException;

	/**
	 * Let the client see already that nothing more will be written, if that is one system
	 * call; {@link #finish} follows. On any thread.
	 * @throws IOException if the connection is broken
	 */
	default void hangUp() throws IOException {
	}

	/**
	 * Tell the client about a failed handshake, if the link can and the socket takes it.
	 */
	default void alert() {
	}

	/**
	 * How it stands with the handshake and with what the link itself holds.
	 * @return the phase
	 */
	default Phase phase() {
		return Phase.READY;
	}

	/**
	 * Whether the client's end may have been forged, since it came without notice.
	 * @return whether what was read last must not count as complete
	 */
	default boolean truncated() {
		return false;
	}

	/**
	 * The TLS session.
	 * @return the session, or {@code null} in plain text
	 */
	default @Nullable SSLSession session() {
		return null;
	}

	static Link plain(SocketChannel channel) {
		return new PlainLink(channel);
	}

	/**
	 * What a link waits for.
	 */
	enum Phase {

		/** Carries data. */
		READY,

		/** Carries data, and holds decrypted bytes that the target had no room for. */
		MORE,

		/** In the handshake, waiting for the client. */
		OPENING,

		/** In the handshake, waiting for the socket to take bytes. */
		OPENING_BLOCKED,

		/** Computing; will call back. */
		BUSY;

		boolean isOpening() {
			return this != READY && this != MORE;
		}

	}

	/**
	 * A link in plain text.
	 *
	 * @param channel the socket, in non-blocking mode
	 */
	record PlainLink(SocketChannel channel) implements Link {

		/**
		 * The JDK copies a heap buffer whole before it writes a part: hand out slices.
		 */
		private static final int SLICE = 128 << 10;

		@Override
		public int read(ByteBuffer target) throws IOException {
			return this.channel.read(target);
		}

		@Override
		public boolean write(ByteBuffer source) throws IOException {
			int end = source.limit();
			try {
				while (source.position() < end) {
					source.limit(Math.min(end, source.position() + SLICE));
					this.channel.write(source);
					if (source.hasRemaining()) {
						return false;
					}
				}
				return true;
			}
			finally {
				source.limit(end);
			}
		}

		@Override
		public boolean finish() throws IOException {
			hangUp();
			return true;
		}

		@Override
		public void hangUp() throws IOException {
			this.channel.shutdownOutput();
		}

	}

}
