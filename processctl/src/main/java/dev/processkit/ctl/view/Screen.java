package dev.processkit.ctl.view;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What is known of the place where the output appears.
 *
 * @param terminal whether it is a terminal
 * @param width how many characters fit into a line; 0 if nobody knows, or where nothing
 * is to be cut
 * @param colour whether colours are wanted
 * @since 0.1
 */
public record Screen(boolean terminal, int width, boolean colour) {

	private static final int NARROWEST = 12;

	/**
	 * Break a sentence at blanks, and what is longer than a line where that ends.
	 * @param text the text; what would steer a terminal is left out
	 * @return its lines
	 */
	public List<String> wrap(String text) {
		String line = Printable.word(text);
		if (this.width == 0) {
			return List.of(line);
		}
		int room = Math.max(NARROWEST, this.width);
		return Pattern.compile("(\\S.{0,%d})(?:\\s+|$)|\\S{%d}".formatted(room - 1, room))
			.matcher(line)
			.results()
			.map((part) -> part.group().strip())
			.toList();
	}

	/**
	 * Cut the text at the end of a line.
	 * @param text the text
	 * @param before how much stands before it
	 * @return the text, or its beginning and an ellipsis; some of it is always left
	 */
	String cut(String text, int before) {
		int room = Math.max(NARROWEST, this.width - before);
		if (this.width == 0 || text.codePointCount(0, text.length()) <= room) {
			return text;
		}
		return text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
	}

}
