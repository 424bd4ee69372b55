package dev.processkit.fire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.processkit.supervisor.Supervisor;

/**
 * How long decisions take, and what the machine has to do with it: an idle thread is
 * asked in turn with the supervisor.
 */
final class Promptness implements AutoCloseable {

	private final Supervisor supervisor;

	private final ExecutorService idler = Executors.newSingleThreadExecutor();

	private final List<Long> decisions = new ArrayList<>();

	private long slowestOfIdler;

	Promptness(Supervisor supervisor) {
		this.supervisor = supervisor;
	}

	/**
	 * Ask again and again.
	 * @param end when to leave off
	 */
	void watch(Future<?> end) throws Exception {
		while (!isOver(end)) {
			this.decisions.add(nanos(this.supervisor.decided()));
			this.slowestOfIdler = Math.max(this.slowestOfIdler, nanos(this.idler.submit(() -> {
			})));
		}
	}

	private static boolean isOver(Future<?> end) throws Exception {
		try {
			end.get(1, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

	private static long nanos(Future<?> answer) throws Exception {
		long begin = System.nanoTime();
		answer.get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		return System.nanoTime() - begin;
	}

	Duration slowest() {
		return Duration.ofNanos(this.decisions.stream().mapToLong(Long::longValue).max().orElse(0));
	}

	/** How many decisions took longer. */
	long slowerThan(Duration time) {
		return this.decisions.stream().filter((nanos) -> nanos > time.toNanos()).count();
	}

	/** How long the machine has kept somebody waiting who has nothing to do. */
	Duration slowestOfIdler() {
		return Duration.ofNanos(this.slowestOfIdler);
	}

	@Override
	public void close() {
		this.idler.shutdownNow();
	}

}
