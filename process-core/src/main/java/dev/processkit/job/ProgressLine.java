package dev.processkit.job;

import java.io.PrintStream;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Shows a run on a terminal, in one line that is written over: {@code 12 / 40 (30%) ETA
 * 0:42}, with the number of failures if there are any. Ten times a second at most.
 *
 * @since 0.1
 */
public final class ProgressLine implements JobListener {

	private static final Duration PAUSE = Duration.ofMillis(100);

	private static final String BACK_TO_START = "\r";

	/** Clears what a longer line has left (ECMA-48, erase in line). */
	private static final String CLEAR_REST = "\u001b[K";

	private final PrintStream out;

	private @Nullable Duration last;

	/**
	 * Create a line.
	 * @param out the terminal
	 */
	public ProgressLine(PrintStream out) {
		this.out = out;
	}

	@Override
	public synchronized void onEvent(JobEvent event) {
		JobProgress progress = event.progress();
		if (event instanceof JobEvent.Ended) {
			this.out.println(BACK_TO_START + text(progress) + CLEAR_REST);
			this.last = null;
		}
		else if (this.last == null || progress.elapsed().minus(PAUSE).compareTo(this.last) >= 0) {
			this.last = progress.elapsed();
			this.out.print(BACK_TO_START + text(progress) + CLEAR_REST);
			this.out.flush();
		}
	}

	/**
	 * Say how far a run has come.
	 * @param progress the progress
	 * @return the line
	 */
	static String text(JobProgress progress) {
		StringBuilder text = new StringBuilder().append(progress.finished());
		if (progress.total() != null) {
			text.append(" / ").append(progress.total()).append(" (").append(progress.percent()).append("%)");
		}
		if (progress.failed() > 0) {
			text.append(", ").append(progress.failed()).append(" failed");
		}
		Duration eta = progress.eta();
		if (eta != null && !eta.isZero()) {
			long seconds = eta.plusMillis(999).toSeconds();
			text.append(" ETA ")
				.append((seconds < 3600) ? "%d:%02d".formatted(seconds / 60, seconds % 60)
						: "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60));
		}
		return text.toString();
	}

}
