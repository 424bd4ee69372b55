package dev.processkit.benchmarks.host;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Time in which nothing is done, where that is what is measured.
 *
 * @since 0.1
 */
public final class Pause {

	private Pause() {
	}

	/**
	 * Do nothing.
	 * @param time for how long
	 * @throws InterruptedException if interrupted
	 */
	public static void of(Duration time) throws InterruptedException {
		boolean woken = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
		if (woken) {
			throw new IllegalStateException("Nobody wakes this thread");
		}
	}

}
