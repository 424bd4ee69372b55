package dev.processkit.benchmarks.typed;

import dev.processkit.benchmarks.program.CallLoop;
import dev.processkit.benchmarks.program.CallRoad;
import dev.processkit.benchmarks.program.DispatcherCalls;

/**
 * Ours, as calls: what an application does to call a worker.
 *
 * @since 0.1
 */
public final class OurCalls {

	private OurCalls() {
	}

	/**
	 * Measure what is asked for on standard input.
	 * @param args how many workers, and {@code typed} or {@code by-hand}
	 * @throws Exception if calls fail
	 */
	public static void main(String[] args) throws Exception {
		int workers = Integer.parseInt(args[0]);
		try (CallRoad calls = args[1].equals("typed") ? new TypedCalls(workers) : new DispatcherCalls(workers)) {
			CallLoop.serve(calls);
		}
	}

}
