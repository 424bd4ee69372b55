package dev.processkit.benchmarks.load;

/**
 * Counts replies, those in time apart from those after it. Belongs to one thread.
 */
final class Tally {

	private final long[] latencies;

	private long deadline;

	private long replies;

	private int inFlight;

	private long last;

	private boolean late;

	Tally(int latencies) {
		this.latencies = new long[latencies];
	}

	void begin(long end) {
		this.deadline = end;
		this.replies = 0;
		this.inFlight = 0;
		this.late = false;
	}

	void sent() {
		this.inFlight++;
	}

	/**
	 * Count a reply. Those that come too late count only as long as none has come in
	 * time, so that even a server that is hardly served itself has a rate.
	 * @param sentAt when its message was sent
	 * @param now the time
	 * @return whether to send another message
	 */
	boolean received(long sentAt, long now) {
		this.inFlight--;
		boolean inTime = now - this.deadline < 0;
		this.late |= !inTime && this.replies == 0;
		if (inTime || this.late) {
			this.latencies[(int) (this.replies++ % this.latencies.length)] = now - sentAt;
			this.last = now;
		}
		return inTime;
	}

	int inFlight() {
		return this.inFlight;
	}

	LoadResult end(long start) {
		return LoadResult.of(this.replies, this.last - start, this.latencies);
	}

}
