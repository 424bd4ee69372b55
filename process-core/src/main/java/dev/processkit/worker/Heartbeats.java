package dev.processkit.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Says every so often that the worker is alive.
 */
final class Heartbeats implements Runnable {

	private final Outgoing outgoing;

	private final long nanos;

	private volatile @Nullable Runnable alongside;

	Heartbeats(Outgoing outgoing, Duration interval) {
		this.outgoing = outgoing;
		this.nanos = interval.toNanos();
	}

	/** Have something run with each heartbeat. */
	void alongside(@Nullable Runnable action) {
		this.alongside = action;
	}

	@Override
	public void run() {
		while (true) {
			LockSupport.parkNanos(this, this.nanos);
			this.outgoing.heartbeat();
			Runnable action = this.alongside;
			if (action != null) {
				action.run();
			}
		}
	}

}
