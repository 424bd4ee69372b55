package dev.processkit.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * One connection of a load: sends numbered messages and insists on their replies in
 * order.
 */
final class ClientLink implements AutoCloseable {

	private static final int READ_BUFFER = 64 << 10;

	private final SocketChannel channel;

	private final Exchange exchange;

	private final Tally tally;

	private final @Nullable SelectionKey key;

	private final ByteBuffer out;

	private final ByteBuffer in;

	/** When the messages in flight were sent, by number modulo their greatest number. */
	private final long[] sentAt;

	private long nextToSend;

	private long nextDue;

	ClientLink(SocketChannel channel, Exchange exchange, int inFlight, Tally tally, @Nullable Selector selector)
			throws IOException {
		this.channel = channel;
		this.exchange = exchange;
		this.tally = tally;
		this.sentAt = new long[inFlight];
		this.out = ByteBuffer.allocate(inFlight * exchange.length());
		this.in = ByteBuffer.allocate(Math.max(READ_BUFFER, 2 * exchange.length()));
		if (selector != null) {
			channel.configureBlocking(false);
			this.key = channel.register(selector, SelectionKey.OP_READ, this);
		}
		else {
			this.key = null;
		}
	}

	/** Fill the line with messages. */
	void begin() throws IOException {
		long now = System.nanoTime();
		for (int i = 0; i < this.sentAt.length; i++) {
			put(now);
		}
		write();
	}

	private void put(long now) {
		this.out.put(this.exchange.message(this.nextToSend));
		this.sentAt[(int) (this.nextToSend++ % this.sentAt.length)] = now;
		this.tally.sent();
	}

	void ready(SelectionKey ready) {
		try {
			if (ready.isReadable()) {
				read();
			}
			write();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() throws IOException {
		if (this.channel.read(this.in) < 0) {
			throw new IOException("the server has closed a connection" + rest());
		}
		int at = 0;
		long now = System.nanoTime();
		while (this.in.position() - at >= this.exchange.length()) {
			this.exchange.check(this.in.array(), at, this.nextDue);
			at += this.exchange.length();
			if (this.tally.received(this.sentAt[(int) (this.nextDue++ % this.sentAt.length)], now)) {
				put(now);
			}
		}
		this.in.flip().position(at);
		this.in.compact();
	}

	private void write() throws IOException {
		if (this.out.position() > 0) {
			this.out.flip();
			this.channel.write(this.out);
			this.out.compact();
		}
		if (this.key != null) {
			int wanted = (this.out.position() > 0) ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
					: SelectionKey.OP_READ;
			if (this.key.interestOps() != wanted) {
				this.key.interestOps(wanted);
			}
		}
	}

	/** Send one message and wait for its reply, blocking. */
	void roundTrip() throws IOException {
		long start = System.nanoTime();
		put(start);
		write();
		this.in.clear();
		while (this.in.position() < this.exchange.length()) {
			if (this.channel.read(this.in) < 0) {
				throw new IOException("the server has closed the connection" + rest());
			}
		}
		this.exchange.check(this.in.array(), 0, this.nextDue++);
		this.tally.received(start, System.nanoTime());
	}

	private String rest() {
		String text = new String(this.in.array(), 0, Math.min(this.in.position(), 200),
				java.nio.charset.StandardCharsets.ISO_8859_1);
		return text.isEmpty() ? "" : " after: " + text;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
