package dev.processkit.operation;

import java.util.List;

import dev.processkit.LogPage;

/**
 * What a process has printed, as the actuator shows it.
 *
 * @param lines oldest first, instance after instance
 * @param next where to read on
 * @param missed how many lines have left the memory before they were asked for
 * @since 0.1
 */
public record LogDescriptor(List<Line> lines, String next, long missed) {

	/**
	 * Describe a page.
	 * @param page the page
	 * @return its description
	 */
	public static LogDescriptor of(LogPage page) {
		return new LogDescriptor(page.lines()
			.stream()
			.map((line) -> new Line(line.instance().toString(), line.number(), line.text()))
			.toList(), page.next().toString(), page.missed());
	}

	/**
	 * One line.
	 *
	 * @param instance the instance that printed it
	 * @param number its number among the lines of the instance
	 * @param text the line without its end
	 */
	public record Line(String instance, long number, String text) {

	}

}
