package dev.processkit.benchmarks.program;

import java.util.concurrent.CompletableFuture;

/**
 * One way to have a text answered by a worker process. Thread-safe.
 */
interface CallRoad extends AutoCloseable {

	/**
	 * Call the worker, which gives the argument back.
	 * @param argument the argument
	 * @return the result; completes on the thread that reads replies
	 */
	CompletableFuture<String> call(String argument);

	@Override
	void close();

}
