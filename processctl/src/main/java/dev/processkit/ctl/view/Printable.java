package dev.processkit.ctl.view;

import java.util.regex.Pattern;

/**
 * Keeps what comes from elsewhere from steering the terminal: moving its cursor, naming
 * its window, answering in the place of its user.
 *
 * @since 0.1
 */
public final class Printable {

	private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u0080-\u009f]");

	private static final Pattern STEERING = Pattern.compile("(?!\t|\u001b\\[[0-9;]*m)[\\p{Cntrl}\u0080-\u009f]");

	private Printable() {
	}

	/**
	 * Make a text fit into one line of a table.
	 * @param text any text
	 * @return the same without colours, each control character replaced by a space
	 */
	public static String word(String text) {
		return CONTROL.matcher(COLOUR.matcher(text).replaceAll("")).replaceAll(" ");
	}

	/**
	 * Make a line of a process's output safe for a terminal.
	 * @param line the line
	 * @return the same with its tabs and colours, which end with it; each other control
	 * character is replaced
	 */
	public static String line(String line) {
		String safe = STEERING.matcher(line).replaceAll("\ufffd");
		return (safe.indexOf('\u001b') < 0) ? safe : safe + "\u001b[0m";
	}

}
