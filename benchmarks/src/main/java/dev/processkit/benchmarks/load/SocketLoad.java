package dev.processkit.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Clients on one thread, each of which keeps some messages in flight. One client with one
 * message blocks, as a plain client would; more of them wait with a selector. Belongs to
 * one thread.
 *
 * @since 0.1
 */
public final class SocketLoad implements AutoCloseable {

	private static final long DRAIN_NANOS = Duration.ofSeconds(30).toNanos();

	private static final int LATENCIES = 1 << 16;

	private final List<ClientLink> links = new ArrayList<>();

	private final @Nullable Selector selector;

	private final Tally tally = new Tally(LATENCIES);

	/**
	 * Connect. Blocks.
	 * @param address the server
	 * @param exchange the messages
	 * @param connections how many connections
	 * @param inFlight how many messages each keeps in flight
	 * @throws IOException if a connection is refused
	 */
	public SocketLoad(ServerAddress address, Exchange exchange, int connections, int inFlight) throws IOException {
		boolean plain = connections == 1 && inFlight == 1;
		this.selector = plain ? null : Selector.open();
		try {
			for (int i = 0; i < connections; i++) {
				this.links.add(new ClientLink(address.connect(), exchange, inFlight, this.tally, this.selector));
			}
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Send and receive for a while, then wait for the replies that are due. Blocks.
	 * @param time how long
	 * @return what came of it
	 * @throws IOException if a connection breaks, or replies are missing
	 * @throws WrongReplyException if a reply is not what was due
	 */
	public LoadResult run(Duration time) throws IOException {
		long start = System.nanoTime();
		long end = start + time.toNanos();
		this.tally.begin(end);
		if (this.selector == null) {
			do {
				this.links.get(0).roundTrip();
			}
			while (System.nanoTime() - end < 0);
		}
		else {
			select(this.selector, end);
		}
		return this.tally.end(start);
	}

	private void select(Selector ready, long end) throws IOException {
		for (ClientLink link : this.links) {
			link.begin();
		}
		while (this.tally.inFlight() > 0) {
			ready.select(SocketLoad::serve, 1000);
			if (System.nanoTime() - end > DRAIN_NANOS) {
				throw new IOException(this.tally.inFlight() + " replies are missing");
			}
		}
	}

	private static void serve(SelectionKey key) {
		((ClientLink) key.attachment()).ready(key);
	}

	@Override
	public void close() throws IOException {
		for (ClientLink link : this.links) {
			link.close();
		}
		if (this.selector != null) {
			this.selector.close();
		}
	}

}
