package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import dev.processkit.RemoteFailure;
import dev.processkit.control.ControlChannel.Listener;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the worker: reads, checks the order of frames, and calls the listener.
 */
final class Inbound implements Runnable {

	/**
	 * How long the reader may take to find the end of a stream that cannot be written.
	 */
	private static final long LAST_WORDS_SECONDS = 1;

	private final InputStream in;

	private final FrameReader frames;

	private final Listener listener;

	private final LongSupplier nanoTime;

	/**
	 * Held while the listener is called, so that it is called by one thread at a time.
	 */
	private final ReentrantLock delivery = new ReentrantLock();

	private final CountDownLatch finished = new CountDownLatch(1);

	private @Nullable Outbound outbound;

	private boolean ready;

	private boolean closed;

	private volatile long lastHeardNanos;

	Inbound(InputStream in, Listener listener, LongSupplier nanoTime) {
		this.in = in;
		this.frames = FrameReader.fromWorker(in);
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.lastHeardNanos = nanoTime.getAsLong();
	}

	/**
	 * Join the two directions. Called before the thread is started.
	 * @param outbound the way to the worker
	 */
	void open(Outbound outbound) {
		this.outbound = outbound;
	}

	long lastHeardNanos() {
		return this.lastHeardNanos;
	}

	@Override
	public void run() {
		String reason = "The thread of the control channel failed; its stack trace was printed";
		try {
			while (this.frames.fill()) {
				this.lastHeardNanos = this.nanoTime.getAsLong();
				deliver();
			}
			reason = "The worker closed its control channel";
		}
		catch (BadFrameException ex) {
			reason = reason(ex);
			fail(reason);
		}
		catch (IOException ex) {
			reason = reason(ex);
		}
		finally {
			close(reason);
			this.finished.countDown();
		}
	}

	/**
	 * Close because the other direction has failed. Usually the worker is gone; then what
	 * it said last is delivered first.
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

	/** Without this, its exit at the end of its input would be all that is known. */
	private void fail(String reason) {
		this.delivery.lock();
		try {
			if (!this.closed) {
				this.listener.onFailure(0, new RemoteFailure("bad-frame", reason, ""));
			}
		}
		finally {
			this.delivery.unlock();
		}
	}

	private void deliver() throws BadFrameException {
		this.delivery.lock();
		try {
			Frame frame = this.frames.next();
			while (frame != null && !this.closed) {
				deliver(frame);
				frame = this.frames.next();
			}
			if (!this.closed) {
				this.listener.onBatchEnd();
			}
			if (this.outbound != null) {
				this.outbound.retry();
			}
		}
		finally {
			this.delivery.unlock();
		}
	}

	private void deliver(Frame frame) throws BadFrameException {
		switch (frame.type()) {
			case READY -> ready();
			case REPLY -> {
				answered(frame);
				this.listener.onReply(frame.id(), frame.body());
			}
			case NO_REPLY -> {
				answered(frame);
				this.listener.onReply(frame.id(), null);
			}
			case FAILURE -> {
				Frame.Failure failure = frame.failure();
				if (frame.id() != 0) {
					answered(frame);
				}
				this.listener.onFailure(frame.id(),
						new RemoteFailure(failure.kind(), failure.message(), failure.detail()));
			}
			case STATE -> this.listener.onState(frame.text());
			default -> {
				// HEARTBEAT: that something came is all there is to it.
			}
		}
	}

	private void ready() throws BadFrameException {
		if (this.ready) {
			throw new BadFrameException("The stream from the worker carries a second READY");
		}
		this.ready = true;
		if (this.outbound != null) {
			this.outbound.answered(0);
		}
		this.listener.onReady();
	}

	private void answered(Frame frame) throws BadFrameException {
		if (!this.ready) {
			throw new BadFrameException("The stream from the worker carries " + frame.type() + " before READY");
		}
		if (frame.id() <= 0) {
			throw new BadFrameException(
					"The stream from the worker carries " + frame.type() + " with the id " + frame.id());
		}
		if (this.outbound != null) {
			this.outbound.answered(frame.id());
		}
	}

	private void close(String reason) {
		this.delivery.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			if (this.outbound != null) {
				this.outbound.close();
			}
			this.listener.onClosed(reason);
		}
		finally {
			this.delivery.unlock();
			closeInput();
		}
	}

	private void closeInput() {
		try {
			this.in.close();
		}
		catch (IOException ex) {
			// The channel is closed with its reason; that its pipe resists adds nothing.
		}
	}

	private static String reason(IOException failure) {
		String message = String.valueOf(failure.getMessage());
		return (failure instanceof BadFrameException) ? message : "The control channel broke: " + message;
	}

}
