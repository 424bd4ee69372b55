package dev.processkit.benchmarks.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes lines {@code run <in flight> <bytes> <millis>} and measures a road of calls. One
 * in flight is a caller that blocks; more of them are calls that follow from replies, on
 * the thread that reads them.
 *
 * @since 0.1
 */
public final class CallLoop {

	private static final int LATENCIES = 1 << 20;

	private final CallRoad road;

	private final long[] latencies = new long[LATENCIES];

	private final AtomicInteger calls = new AtomicInteger();

	private volatile long last;

	private CallLoop(CallRoad road) {
		this.road = road;
	}

	/**
	 * Measure what is asked for on standard input, until it ends.
	 * @param road the road
	 * @throws IOException if the input breaks
	 * @throws InterruptedException if interrupted
	 * @throws ExecutionException if calls fail
	 */
	public static void serve(CallRoad road) throws IOException, InterruptedException, ExecutionException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		road.callAndWait("ready");
		System.out.println("ready");
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			String[] words = line.split(" ");
			System.out.println(new CallLoop(road).run(Integer.parseInt(words[1]), Integer.parseInt(words[2]),
					Long.parseLong(words[3])));
		}
	}

	private String run(int inFlight, int size, long millis) throws InterruptedException, ExecutionException {
		long start = System.nanoTime();
		long end = start + millis * 1_000_000;
		if (inFlight == 1) {
			int number = 0;
			do {
				String argument = argument("0:" + number++, size);
				long before = System.nanoTime();
				received(argument, this.road.callAndWait(argument), before);
			}
			while (System.nanoTime() - end < 0);
		}
		else {
			CountDownLatch lanes = new CountDownLatch(inFlight);
			for (int lane = 0; lane < inFlight; lane++) {
				next(lane, 0, size, end, lanes);
			}
			lanes.await();
		}
		int known = Math.min(this.calls.get(), LATENCIES);
		Arrays.sort(this.latencies, 0, known);
		return "result %d %d %d %d".formatted(this.calls.get(), this.last - start, at(0.5, known), at(0.99, known));
	}

	private void next(int lane, int number, int size, long end, CountDownLatch lanes) {
		String argument = argument(lane + ":" + number, size);
		long before = System.nanoTime();
		this.road.call(argument).whenComplete((result, failure) -> {
			if (failure != null) {
				wrong(failure.toString());
			}
			received(argument, result, before);
			if (this.last - end < 0) {
				next(lane, number + 1, size, end, lanes);
			}
			else {
				lanes.countDown();
			}
		});
	}

	private void received(String argument, String result, long before) {
		if (!result.equals(argument)) {
			wrong("a reply is not what was due");
		}
		long now = System.nanoTime();
		this.latencies[this.calls.getAndIncrement() % LATENCIES] = now - before;
		this.last = now;
	}

	private static void wrong(String why) {
		System.out.println("wrong " + why);
		System.out.flush();
		Runtime.getRuntime().halt(1);
	}

	private static String argument(String number, int size) {
		return number + "x".repeat(size - number.length());
	}

	private long at(double share, int known) {
		return this.latencies[(int) (share * Math.max(0, known - 1))];
	}

}
