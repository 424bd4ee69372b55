package dev.processkit.job;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How far a run has come.
 *
 * @param started how many jobs were started
 * @param finished how many have ended, in whichever way
 * @param failed how many of those did not succeed
 * @param total how many there are; {@code null} while nobody knows
 * @param elapsed the time since the run began
 * @since 0.1
 */
public record JobProgress(int started, int finished, int failed, @Nullable Long total, Duration elapsed) {

	/**
	 * When the run will probably have ended: the others are taken to need as long as
	 * those that have finished.
	 * @return the time from now on; {@code null} while it is unknown how many there are,
	 * or none has finished
	 */
	public @Nullable Duration eta() {
		if (this.total == null || (this.finished == 0 && this.total > 0)) {
			return null;
		}
		long left = this.total - this.finished;
		if (left <= 0) {
			return Duration.ZERO;
		}
		return Duration.ofNanos((long) ((double) this.elapsed.toNanos() / this.finished * left));
	}

	/**
	 * The share that has finished.
	 * @return 0 to 100; {@code null} while it is unknown how many there are
	 */
	public @Nullable Integer percent() {
		if (this.total == null) {
			return null;
		}
		return (this.total > 0) ? (int) Math.min(100, 100L * this.finished / this.total) : 100;
	}

}
