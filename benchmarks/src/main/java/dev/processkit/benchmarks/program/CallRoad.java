package dev.processkit.benchmarks.program;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One way to have a text answered by a worker process. Thread-safe.
 *
 * @since 0.1
 */
public interface CallRoad extends AutoCloseable {

	/**
	 * Call the worker, which gives the argument back.
	 * @param argument the argument
	 * @return the result; completes on the thread that reads replies
	 */
	CompletableFuture<String> call(String argument);

	/**
	 * Call the worker and block until it has answered.
	 * @param argument the argument
	 * @return the result
	 * @throws ExecutionException if there is none
	 * @throws InterruptedException if interrupted
	 */
	default String callAndWait(String argument) throws ExecutionException, InterruptedException {
		return call(argument).get();
	}

	@Override
	void close();

}
