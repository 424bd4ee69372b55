package dev.processkit.client.notes;

import java.util.concurrent.CompletableFuture;

/**
 * Answers two interfaces with a codec each.
 */
public class NotesWorker implements Notes, Cards {

	@Override
	public String echo(String text) {
		return text;
	}

	@Override
	public CompletableFuture<String> join(String first, String second) {
		return CompletableFuture.completedFuture(first + "," + second);
	}

	@Override
	public void clear() {
		// Nothing to do.
	}

	@Override
	public Card turn(Card card) {
		return new Card(card.back(), card.front());
	}

}
