package dev.processkit.ctl.view;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Shows JSON of which nothing is known, as statistics and methods of an application give:
 * a text as itself, an array of objects as a table, an object as names and values.
 *
 * @since 0.1
 */
public final class Outline {

	private final Screen screen;

	/**
	 * Create a view.
	 * @param screen where it appears
	 */
	public Outline(Screen screen) {
		this.screen = screen;
	}

	/**
	 * Show a value.
	 * @param value any JSON
	 * @return the lines; none for null
	 */
	public List<String> show(JsonNode value) {
		if (value.isNull() || value.isMissingNode()) {
			return List.of();
		}
		if (value.isString()) {
			return value.asString().lines().map(this::line).toList();
		}
		if (value.isObject()) {
			return object(value);
		}
		return value.isArray() ? array(value) : List.of(value.toString());
	}

	private List<String> object(JsonNode object) {
		Table table = new Table("NAME", "VALUE");
		List<String> lists = new ArrayList<>();
		flatten("", object, table, lists);
		List<String> lines = new ArrayList<>(table.render(this.screen).stream().skip(1).toList());
		lines.addAll(lists);
		return lines;
	}

	private void flatten(String prefix, JsonNode object, Table table, List<String> lists) {
		for (Map.Entry<String, JsonNode> property : object.properties()) {
			String name = prefix + property.getKey();
			JsonNode value = property.getValue();
			if (value.isObject() && !value.isEmpty()) {
				flatten(name + ".", value, table, lists);
			}
			else if (isTable(value)) {
				lists.add("");
				lists.add(Style.HEADING.paint(Printable.word(name), this.screen.colour()));
				lists.addAll(table(value));
			}
			else {
				table.add(Cell.of(name), Cell.of(scalar(value)));
			}
		}
	}

	private List<String> array(JsonNode array) {
		return isTable(array) ? table(array) : array.valueStream().map((element) -> line(scalar(element))).toList();
	}

	private List<String> table(JsonNode array) {
		Set<String> names = new LinkedHashSet<>();
		array.forEach((element) -> names.addAll(element.propertyNames()));
		Table table = new Table(names.stream().map(Printable::word).toArray(String[]::new));
		array.forEach((element) -> table
			.add(names.stream().map((name) -> Cell.of(scalar(element.path(name)))).toArray(Cell[]::new)));
		return table.render(this.screen);
	}

	private static boolean isTable(JsonNode value) {
		return value.isArray() && !value.isEmpty() && value.valueStream().allMatch(JsonNode::isObject);
	}

	private static String scalar(JsonNode value) {
		if (value.isContainer() && value.isEmpty()) {
			return Amounts.NONE;
		}
		if (value.isArray() && value.valueStream().noneMatch(JsonNode::isContainer)) {
			return String.join(", ", value.valueStream().map(Amounts::text).toList());
		}
		return Amounts.text(value);
	}

	private String line(String text) {
		return this.screen.terminal() ? Printable.line(text) : text;
	}

}
