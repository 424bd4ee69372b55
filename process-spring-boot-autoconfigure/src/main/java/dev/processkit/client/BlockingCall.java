package dev.processkit.client;

import java.util.concurrent.locks.LockSupport;

import dev.processkit.RequestFailedException;
import dev.processkit.supervisor.Dispatcher.Cancellation;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * The answer that one thread waits for. Belongs to the thread that makes it.
 */
final class BlockingCall implements ReplyCallback {

	private final Thread caller = Thread.currentThread();

	private byte @Nullable [] reply;

	private @Nullable RequestFailedException failure;

	private volatile boolean done;

	@Override
	public void onReply(byte @Nullable [] reply) {
		this.reply = reply;
		finish();
	}

	@Override
	public void onFailure(RequestFailedException failure) {
		this.failure = failure;
		finish();
	}

	private void finish() {
		this.done = true;
		LockSupport.unpark(this.caller);
	}

	/**
	 * Wait; the dispatcher sees to it that there is an end.
	 * @param cancellation gives the call up when this thread is interrupted
	 * @return the reply
	 * @throws InterruptedException if the thread was interrupted; the call is given up
	 */
	byte @Nullable [] await(Cancellation cancellation) throws InterruptedException {
		while (!this.done) {
			if (Thread.interrupted()) {
				cancellation.cancel();
				throw new InterruptedException();
			}
			LockSupport.park(this);
		}
		if (this.failure != null) {
			throw this.failure;
		}
		return this.reply;
	}

}
