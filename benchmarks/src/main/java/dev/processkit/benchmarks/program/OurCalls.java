package dev.processkit.benchmarks.program;

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
	 * @param args how many workers
	 * @throws Exception if calls fail
	 */
	public static void main(String[] args) throws Exception {
		try (CallRoad calls = road(Integer.parseInt(args[0]))) {
			CallLoop.serve(calls);
		}
	}

	/**
	 * The one place that says which way of calling is measured.
	 * @param workers how many workers
	 * @return the road
	 * @throws Exception if the workers do not start
	 */
	private static CallRoad road(int workers) throws Exception {
		return new DispatcherCalls(workers);
	}

}
