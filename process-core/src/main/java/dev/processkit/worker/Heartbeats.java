package dev.processkit.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Says every so often that the worker is alive.
 */
final class Heartbeats implements Runnable {

	private final Outgoing outgoing;

	private final long nanos;

	Heartbeats(Outgoing outgoing, Duration interval) {
		this.outgoing = outgoing;
		this.nanos = interval.toNanos();
	}

	@Override
	public void run() {
		while (true) {
			LockSupport.parkNanos(this, this.nanos);
			this.outgoing.heartbeat();
		}
	}

}
