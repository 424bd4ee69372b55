package dev.processkit.ctl.view;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Shows what a console can be asked.
 *
 * @since 0.1
 */
public final class MethodView {

	private final Screen screen;

	/**
	 * Create a view.
	 * @param screen where it appears
	 */
	public MethodView(Screen screen) {
		this.screen = screen;
	}

	/**
	 * Show methods, a line each.
	 * @param methods an array of objects with method and help; a help of several lines
	 * begins with the usage
	 * @return the lines
	 */
	public List<String> show(JsonNode methods) {
		Table table = new Table("METHOD", "HELP");
		for (JsonNode method : methods) {
			String help = method.path("help").asString("").strip();
			int end = help.indexOf('\n');
			table.add(Cell.of((end < 0) ? method.path("method").asString("") : help.substring(0, end)),
					Cell.of(help.substring(end + 1)));
		}
		return table.render(this.screen);
	}

}
