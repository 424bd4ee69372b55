package dev.processkit;

import java.time.Duration;
import java.util.List;

/**
 * The lines that a process or an instance has printed after a position.
 *
 * @param lines oldest first, instance after instance
 * @param next the position to read on from
 * @param missed how many lines after the position asked for have left the memory, of all
 * instances
 * @since 0.1
 */
public record LogPage(List<LogLine> lines, LogPosition next, long missed) {

	/** How long to wait for the next line at most. */
	public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

	public LogPage {
		lines = List.copyOf(lines);
	}

	/**
	 * Whether there is anything to tell.
	 * @return {@code true} if no line came, nor has one been missed
	 */
	public boolean isEmpty() {
		return this.lines.isEmpty() && this.missed == 0;
	}

}
