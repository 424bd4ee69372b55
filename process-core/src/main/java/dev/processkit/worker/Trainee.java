package dev.processkit.worker;

import java.util.concurrent.CountDownLatch;

/**
 * The worker of {@link Training}; public, as workers are.
 *
 * @since 0.1
 */
public final class Trainee implements MessageHandler {

	private static final CountDownLatch HANDLED = new CountDownLatch(1);

	@Override
	public String handle(String message, WorkerContext context) {
		HANDLED.countDown();
		return message;
	}

	static void awaitMessage() throws InterruptedException {
		HANDLED.await();
	}

}
