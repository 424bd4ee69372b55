package dev.processkit.benchmarks.scenario;

/**
 * Lines that say when they were printed, by the clock of {@link System#nanoTime()}.
 */
final class Stamps {

	private Stamps() {
	}

	/** The time of a line, or of its arrival when it is no time. */
	static long nanos(String line, long arrival) {
		return line.chars().allMatch(Character::isDigit) && !line.isEmpty() ? Long.parseLong(line) : arrival;
	}

}
