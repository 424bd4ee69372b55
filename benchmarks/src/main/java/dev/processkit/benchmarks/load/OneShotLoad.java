package dev.processkit.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import dev.processkit.Framing;

/**
 * A client that makes a connection for each message, closes its half and reads the reply
 * up to the end: what the framing {@code raw} is for. Belongs to one thread.
 *
 * @since 0.1
 */
public final class OneShotLoad {

	/** A closed TCP connection keeps its port for a minute; they must not run out. */
	private static final int MOST_OF_TCP = 1500;

	private static final int LATENCIES = 1 << 14;

	private final ServerAddress address;

	private final Exchange exchange;

	private final Tally tally = new Tally(LATENCIES);

	private final ByteBuffer in;

	/**
	 * Create the client.
	 * @param address the server
	 * @param size the bytes of a message
	 */
	public OneShotLoad(ServerAddress address, int size) {
		this.address = address;
		this.exchange = new Exchange(Framing.RAW, size);
		this.in = ByteBuffer.allocate(size + 1);
	}

	/**
	 * Send messages for a while, one after the other. Blocks.
	 * @param time how long at most
	 * @return what came of it
	 * @throws IOException if a connection breaks
	 * @throws WrongReplyException if a reply is not what was due
	 */
	public LoadResult run(Duration time) throws IOException {
		long start = System.nanoTime();
		long end = start + time.toNanos();
		this.tally.begin(end);
		int most = this.address.value().startsWith("/") ? Integer.MAX_VALUE : MOST_OF_TCP;
		int sent = 0;
		do {
			message(sent++);
		}
		while (sent < most && System.nanoTime() - end < 0);
		return this.tally.end(start);
	}

	private void message(long number) throws IOException {
		long start = System.nanoTime();
		this.tally.sent();
		this.in.clear();
		try (SocketChannel channel = this.address.connect()) {
			ByteBuffer out = ByteBuffer.wrap(this.exchange.message(number));
			while (out.hasRemaining()) {
				channel.write(out);
			}
			channel.shutdownOutput();
			while (channel.read(this.in) >= 0) {
				if (!this.in.hasRemaining()) {
					throw new WrongReplyException("A reply is longer than its message");
				}
			}
		}
		if (this.in.position() != this.exchange.length()) {
			throw new WrongReplyException(
					"A reply of %d bytes instead of %d".formatted(this.in.position(), this.exchange.length()));
		}
		this.exchange.check(this.in.array(), 0, number);
		this.tally.received(start, System.nanoTime());
	}

}
