package dev.processkit.ctl;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until Ctrl-C finish in order: the JVM, on its way out, asks it
 * to end and gives it a second for that, after which it has others say its last word. The
 * exit code is then 130, whatever it returns.
 */
final class Farewell {

	private static final long PATIENCE_SECONDS = 1;

	private final CountDownLatch finished = new CountDownLatch(1);

	private final Runnable request;

	private final Runnable last;

	private final Thread hook = new Thread(this::ask, "farewell");

	private final CountDownLatch asked = new CountDownLatch(1);

	/**
	 * Begin; {@link #finish} must follow.
	 * @param request asks the command to end; runs on a thread of its own
	 * @param last what must be done although the command does not end in time; runs on a
	 * thread of its own
	 */
	Farewell(Runnable request, Runnable last) {
		this.request = request;
		this.last = last;
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
			if (!this.finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				// A terminal that takes nothing must not keep the JVM from ending.
				Thread thread = new Thread(this.last, "last-word");
				thread.setDaemon(true);
				thread.start();
				thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
			}
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
