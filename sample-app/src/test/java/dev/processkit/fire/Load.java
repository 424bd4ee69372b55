package dev.processkit.fire;

import java.util.ArrayList;
import java.util.List;

/**
 * Clients that ask one question after the other until they are told to stop, each on a
 * thread of its own.
 */
final class Load implements AutoCloseable {

	private final Outcomes outcomes;

	private final List<Thread> clients = new ArrayList<>();

	private volatile boolean stopped;

	Load(Outcomes outcomes) {
		this.outcomes = outcomes;
	}

	/**
	 * Add clients.
	 * @param count how many
	 * @param road the beginning of their ids
	 * @param question what each asks
	 * @return this
	 */
	Load with(int count, String road, Outcomes.Question question) {
		for (int i = 0; i < count; i++) {
			String client = road + "-" + i;
			Thread thread = new Thread(() -> ask(client, question), "client-" + client);
			this.clients.add(thread);
			thread.start();
		}
		return this;
	}

	private void ask(String client, Outcomes.Question question) {
		for (long number = 0; !this.stopped; number++) {
			this.outcomes.ask(client + "-" + number, question);
		}
	}

	/** Stop asking, and see every question answered. */
	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		for (Thread client : this.clients) {
			client.join(Reach.PATIENCE.toMillis());
			if (client.isAlive()) {
				throw new IllegalStateException(client.getName() + " waits for an answer for ever");
			}
		}
	}

}
