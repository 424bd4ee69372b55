package dev.processkit.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

import dev.processkit.RemoteFailure;
import dev.processkit.control.ControlChannel.Listener;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the worker: reads, checks the order of frames, and has them delivered.
 */
final class Inbound implements Runnable, Delivery.Source {

	private final FrameReader frames;

	private final Delivery delivery;

	private @Nullable Outbound outbound;

	private boolean ready;

	Inbound(InputStream in, Listener listener, LongSupplier nanoTime) {
		this.frames = FrameReader.fromWorker(in);
		this.delivery = new Delivery(in, listener, nanoTime, this::closeOutbound, "The control channel broke");
	}

	/**
	 * Join the two directions. Called before the thread is started.
	 * @param outbound the way to the worker
	 */
	void open(Outbound outbound) {
		this.outbound = outbound;
	}

	private void closeOutbound() {
		if (this.outbound != null) {
			this.outbound.close();
		}
	}

	long lastHeardNanos() {
		return this.delivery.lastHeardNanos();
	}

	@Override
	public void run() {
		this.delivery.read(this, "The worker closed its control channel");
	}

	/**
	 * Close because the other direction has failed.
	 * @param failure how it failed
	 */
	void fail(IOException failure) {
		this.delivery.fail(failure);
	}

	@Override
	public boolean fill() throws IOException {
		return this.frames.fill();
	}

	@Override
	public void take(Listener listener) throws BadFrameException {
		Frame frame = this.frames.next();
		while (frame != null && !this.delivery.isClosed()) {
			deliver(frame, listener);
			frame = this.frames.next();
		}
		if (!this.delivery.isClosed()) {
			listener.onBatchEnd();
		}
		if (this.outbound != null) {
			this.outbound.retry();
		}
	}

	private void deliver(Frame frame, Listener listener) throws BadFrameException {
		switch (frame.type()) {
			case READY -> ready(listener);
			case REPLY -> {
				answered(frame);
				listener.onReply(frame.id(), frame.body());
			}
			case NO_REPLY -> {
				answered(frame);
				listener.onReply(frame.id(), null);
			}
			case FAILURE -> {
				Frame.Failure failure = frame.failure();
				if (frame.id() != 0) {
					answered(frame);
				}
				listener.onFailure(frame.id(), new RemoteFailure(failure.kind(), failure.message(), failure.detail()));
			}
			case STATE -> listener.onState(frame.text());
			default -> {
				// HEARTBEAT: that something came is all there is to it.
			}
		}
	}

	private void ready(Listener listener) throws BadFrameException {
		if (this.ready) {
			throw new BadFrameException("The stream from the worker carries a second READY");
		}
		this.ready = true;
		if (this.outbound != null) {
			this.outbound.answered(0);
		}
		listener.onReady();
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

}
