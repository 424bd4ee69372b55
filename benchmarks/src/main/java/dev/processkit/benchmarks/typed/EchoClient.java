package dev.processkit.benchmarks.typed;

import java.util.concurrent.CompletableFuture;

import dev.processkit.client.ProcessClient;

/**
 * The typed calls under measurement.
 *
 * @since 0.1
 */
@ProcessClient("echo")
public interface EchoClient {

	/**
	 * Call and wait.
	 * @param text the argument
	 * @return the argument
	 */
	String say(String text);

	/**
	 * Call.
	 * @param text the argument
	 * @return the argument, later
	 */
	CompletableFuture<String> echo(String text);

}
