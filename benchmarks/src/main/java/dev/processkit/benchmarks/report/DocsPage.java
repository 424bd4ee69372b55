package dev.processkit.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of the documentation that shows the newest table, between two markers.
 *
 * @since 0.1
 */
public final class DocsPage {

	static final String BEGIN = "<!-- benchmarks:begin -->";

	static final String END = "<!-- benchmarks:end -->";

	private DocsPage() {
	}

	/**
	 * Replace the table of a page.
	 * @param page the page
	 * @param table the table
	 * @throws IOException if the page cannot be read or written
	 * @throws IllegalArgumentException if it lacks the markers
	 */
	public static void update(Path page, String table) throws IOException {
		Files.writeString(page, replace(Files.readString(page), table));
	}

	static String replace(String page, String table) {
		int begin = page.indexOf(BEGIN);
		int end = page.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalArgumentException("The page has no '" + BEGIN + "' followed by '" + END + "'");
		}
		return page.substring(0, begin + BEGIN.length()) + "\n" + table.strip() + "\n" + page.substring(end);
	}

}
