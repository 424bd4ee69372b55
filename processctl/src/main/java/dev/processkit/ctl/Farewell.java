package dev.processkit.ctl;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until Ctrl-C finish in order: the JVM, on its way out, asks it
 * to end and gives it a second for that. The exit code is then 130, whatever it returns.
 */
final class Farewell {

	private static final long PATIENCE_SECONDS = 1;

	private final CountDownLatch finished = new CountDownLatch(1);

	private final Runnable request;

	private final Thread hook = new Thread(this::ask, "farewell");

	private final CountDownLatch asked = new CountDownLatch(1);

	/**
	 * Begin; {@link #finish} must follow.
	 * @param request asks the command to end; runs on a thread of its own
	 */
	Farewell(Runnable request) {
		this.request = request;
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	boolean isAsked() {
		return this.asked.getCount() == 0;
	}

	/**
	 * Wait for the request, but not for long.
	 * @param interval how long
	 * @return whether it came
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean isAskedWithin(Duration interval) throws InterruptedException {
		return this.asked.await(interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void ask() {
		this.asked.countDown();
		this.request.run();
		try {
			this.finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			// Nobody waits longer for it, then.
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Say that the command has ended.
	 */
	void finish() {
		this.finished.countDown();
		if (!isAsked()) {
			try {
				Runtime.getRuntime().removeShutdownHook(this.hook);
			}
			catch (IllegalStateException ex) {
				// The JVM has begun to end in this very moment, and the hook finds it
				// done.
				this.asked.countDown();
			}
		}
	}

}
