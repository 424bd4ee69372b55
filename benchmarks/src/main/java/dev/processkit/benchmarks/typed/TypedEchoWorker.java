package dev.processkit.benchmarks.typed;

import java.util.concurrent.CompletableFuture;

/**
 * The worker that answers typed calls.
 *
 * @since 0.1
 */
public final class TypedEchoWorker implements EchoClient {

	@Override
	public String say(String text) {
		return text;
	}

	@Override
	public CompletableFuture<String> echo(String text) {
		return CompletableFuture.completedFuture(text);
	}

}
