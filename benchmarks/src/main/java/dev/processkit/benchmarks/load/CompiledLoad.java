package dev.processkit.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import dev.processkit.benchmarks.host.Child;

/**
 * The clients of {@link SocketLoad} as a program in C: they take less of the processors
 * that they share with the server, so that it is the server that is measured. Belongs to
 * one thread.
 *
 * @since 0.1
 */
public final class CompiledLoad implements AutoCloseable {

	private final Child clients;

	/**
	 * Take over clients that were started, with the server, the messages and the
	 * connections as their arguments.
	 * @param clients the program {@code load}; closed with this
	 */
	public CompiledLoad(Child clients) {
		this.clients = clients;
	}

	/**
	 * Send and receive for a while, then wait for the replies that are due. Blocks.
	 * @param time how long
	 * @return rate, p50 and p99 as of {@link LoadResult#figures()}
	 * @throws IOException if a connection breaks, or replies are missing
	 * @throws InterruptedException if interrupted
	 * @throws WrongReplyException if a reply is not what was due
	 */
	public Map<String, Double> run(Duration time) throws IOException, InterruptedException {
		this.clients.send(Long.toString(time.toMillis()));
		String[] result = this.clients.await("result ").split(" ");
		double replies = Double.parseDouble(result[0]);
		return Map.of(LoadResult.RATE, replies * 1e9 / Double.parseDouble(result[1]), LoadResult.P50,
				Double.parseDouble(result[2]) / 1e3, LoadResult.P99, Double.parseDouble(result[3]) / 1e3);
	}

	@Override
	public void close() {
		this.clients.close();
	}

}
