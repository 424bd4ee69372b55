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

	Tally(int latencies) {
		this.latencies = new long[latencies];
	}

	void begin(long end) {
		this.deadline = end;
		this.replies = 0;
		this.inFlight = 0;
	}

	void sent() {
		this.inFlight++;
	}

	/**
	 * Count a reply.
	 * @param sentAt when its message was sent
	 * @param now the time
	 * @return whether to send another message
	 */
	boolean received(long sentAt, long now) {
		this.inFlight--;
		if (now - this.deadline >= 0) {
			return false;
		}
		this.latencies[(int) (this.replies++ % this.latencies.length)] = now - sentAt;
		this.last = now;
		return true;
	}

	int inFlight() {
		return this.inFlight;
	}

	LoadResult end(long start) {
		return LoadResult.of(this.replies, Math.max(1, ((this.replies > 0) ? this.last : this.deadline) - start),
				this.latencies);
	}

}
