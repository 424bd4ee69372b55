package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import dev.processkit.RemoteFailure;
import dev.processkit.control.ControlChannel.Listener;

/**
 * Brings what comes from a process to a listener: one call at a time, whichever thread
 * has something to say, and the end as the last one. Whatever the stream is made of.
 */
final class Delivery {

	/** How long the reader may take to find the end of a stream that broke. */
	private static final long LAST_WORDS_SECONDS = 1;

	private final InputStream in;

	private final Listener listener;

	private final LongSupplier nanoTime;

	private final Runnable closing;

	private final String broke;

	/** Held while the listener is called. */
	private final ReentrantLock lock = new ReentrantLock();

	private final CountDownLatch finished = new CountDownLatch(1);

	private boolean closed;

	private volatile long lastHeardNanos;

	/**
	 * Create a delivery.
	 * @param in the stream; closed at the end
	 * @param listener takes what is delivered
	 * @param nanoTime the time
	 * @param closing closes the other direction; called once, before the listener is told
	 * @param broke how the reason begins when a stream breaks
	 */
	Delivery(InputStream in, Listener listener, LongSupplier nanoTime, Runnable closing, String broke) {
		this.in = in;
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.closing = closing;
		this.broke = broke;
		this.lastHeardNanos = nanoTime.getAsLong();
	}

	long lastHeardNanos() {
		return this.lastHeardNanos;
	}

	/**
	 * Read until the stream ends or cannot be read, then close. The thread that reads.
	 * @param source what to read
	 * @param end the reason when it just ends
	 */
	void read(Source source, String end) {
		String reason = "The thread of the channel failed; its stack trace was printed";
		try {
			while (source.fill()) {
				this.lastHeardNanos = this.nanoTime.getAsLong();
				deliver(source::take);
			}
			reason = end;
		}
		catch (BadFrameException ex) {
			reason = String.valueOf(ex.getMessage());
			// Without this, its exit at the end of its input would be all that is known.
			tell(new RemoteFailure("bad-frame", reason, ""));
		}
		catch (IOException ex) {
			reason = reason(ex);
		}
		finally {
			close(reason);
			this.finished.countDown();
		}
	}

	private void tell(RemoteFailure failure) {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.listener.onFailure(0, failure);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Say something while nobody else does, unless it is over.
	 * @param news what to say
	 * @throws BadFrameException if it cannot be understood
	 */
	void deliver(News news) throws BadFrameException {
		this.lock.lock();
		try {
			if (!this.closed) {
				news.tell(this.listener);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether it is over; for those who deliver. */
	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Close because the other direction has failed. Usually the process is gone; then
	 * what it said last is delivered first.
	 * @param failure how it failed
	 */
	void fail(IOException failure) {
		try {
			if (this.finished.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close(reason(failure));
	}

	private void close(String reason) {
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.closing.run();
			this.listener.onClosed(reason);
		}
		finally {
			this.lock.unlock();
			closeInput();
		}
	}

	private void closeInput() {
		try {
			this.in.close();
		}
		catch (IOException ex) {
			// It is closed with its reason; that its pipe resists adds nothing.
		}
	}

	private String reason(IOException failure) {
		String message = String.valueOf(failure.getMessage());
		return (failure instanceof BadFrameException) ? message : this.broke + ": " + message;
	}

	/**
	 * What is read.
	 */
	interface Source {

		/**
		 * Wait for bytes.
		 * @return {@code false} at the end of the stream
		 * @throws IOException if it cannot be read
		 */
		boolean fill() throws IOException;

		/**
		 * Deliver what they hold.
		 * @param listener takes it
		 * @throws BadFrameException if it cannot be understood
		 */
		void take(Listener listener) throws BadFrameException;

	}

	/**
	 * Something to say.
	 */
	@FunctionalInterface
	interface News {

		/**
		 * Say it.
		 * @param listener takes it
		 * @throws BadFrameException if it cannot be understood
		 */
		void tell(Listener listener) throws BadFrameException;

	}

}
