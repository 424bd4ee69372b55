package dev.processkit.control;

import java.time.Duration;

import dev.processkit.WorkerActivity;
import org.jspecify.annotations.Nullable;

/**
 * A STATE that says what a worker is doing: a word, and for one that works in rounds what
 * it has done, as in {@code looping 12 3 1500000}.
 *
 * @since 0.1
 */
public final class ActivityReport {

	/** It prepares. */
	public static final String SPIN_UP = "spin-up";

	/** It works in rounds. */
	public static final String LOOPING = "looping";

	/** It was asked to pause, and does. */
	public static final String PAUSED = "paused";

	/** It was paused and answers requests again. */
	public static final String RUNNING = "running";

	/** It cleans up. */
	public static final String SPIN_DOWN = "spin-down";

	private static final int PARTS = 4;

	private ActivityReport() {
	}

	/**
	 * Write one.
	 * @param state what it is doing
	 * @param rounds how many rounds it has done
	 * @param overruns how many of them took too long
	 * @param lastNanos how long the last one took
	 * @return the text of the STATE
	 */
	public static String of(String state, long rounds, long overruns, long lastNanos) {
		return new StringBuilder(state).append(' ')
			.append(rounds)
			.append(' ')
			.append(overruns)
			.append(' ')
			.append(lastNanos)
			.toString();
	}

	/**
	 * Read one.
	 * @param text the text of a STATE
	 * @return what the worker does; {@code null} if it is about something else
	 */
	public static @Nullable WorkerActivity read(String text) {
		String[] parts = text.split(" ", PARTS);
		boolean known = switch (parts[0]) {
			case SPIN_UP, LOOPING, PAUSED, RUNNING, SPIN_DOWN -> true;
			default -> false;
		};
		if (!known) {
			return null;
		}
		try {
			return (parts.length == PARTS) ? counted(parts) : new WorkerActivity(parts[0], 0, 0, null);
		}
		catch (NumberFormatException ex) {
			// Said by a program of its own mind: the word counts all the same.
			return new WorkerActivity(parts[0], 0, 0, null);
		}
	}

	private static WorkerActivity counted(String[] parts) {
		long rounds = Long.parseLong(parts[1]);
		return new WorkerActivity(parts[0], rounds, Long.parseLong(parts[2]),
				(rounds > 0) ? Duration.ofNanos(Long.parseLong(parts[3])) : null);
	}

}
