package dev.processkit.worker;

import dev.processkit.control.ActivityReport;

/**
 * What a worker that works in rounds is doing and has done, as the application is told:
 * at once when it does something else, and with the heartbeats when there were rounds.
 */
final class Activity implements Runnable {

	private final Outgoing outgoing;

	private String state = ActivityReport.SPIN_UP;

	private long rounds;

	private long overruns;

	private long lastNanos;

	/** How many rounds the application knows of. */
	private long told;

	Activity(Outgoing outgoing) {
		this.outgoing = outgoing;
	}

	synchronized boolean is(String state) {
		return this.state.equals(state);
	}

	synchronized void enter(String state) {
		this.state = state;
		tell();
	}

	/**
	 * A round has ended.
	 * @param nanos how long it took
	 * @param overrun whether that was too long
	 */
	synchronized void count(long nanos, boolean overrun) {
		this.rounds++;
		this.lastNanos = nanos;
		if (overrun) {
			this.overruns++;
		}
	}

	/** With each heartbeat. */
	@Override
	public synchronized void run() {
		if (this.told != this.rounds) {
			tell();
		}
	}

	/** Under the lock, lest old news come last. */
	synchronized void tell() {
		this.told = this.rounds;
		this.outgoing.state(ActivityReport.of(this.state, this.rounds, this.overruns, this.lastNanos));
	}

}
