package dev.processkit.ctl.view;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Shows what processes print. A file or a pipe gets the lines as they are; a terminal
 * gets their colours, but nothing else that would steer it.
 *
 * @since 0.1
 */
public final class LogView {

	private final Screen screen;

	private final String target;

	/**
	 * Create a view.
	 * @param screen where it appears
	 * @param target what was asked for; lines of its instances begin with their name,
	 * unless it is one itself
	 */
	public LogView(Screen screen, String target) {
		this.screen = screen;
		this.target = target;
	}

	/**
	 * Show the last lines.
	 * @param lines an array of texts
	 * @return the lines
	 */
	public List<String> tail(JsonNode lines) {
		return lines.valueStream().map((line) -> safe(line.asString(""))).toList();
	}

	/**
	 * Show a new line.
	 * @param news an object with instance and line
	 * @return the line
	 */
	public List<String> follow(JsonNode news) {
		String line = safe(news.path("line").asString(""));
		String instance = news.path("instance").asString("");
		return List.of((instance.isEmpty() || instance.equals(this.target)) ? line
				: Style.HELD.paint(Printable.word(instance), this.screen.colour()) + " | " + line);
	}

	private String safe(String line) {
		return this.screen.terminal() ? Printable.line(line) : line;
	}

}
