package dev.processkit.ctl.view;

/**
 * How much attention a word deserves.
 */
enum Style {

	PLAIN(""), GOOD("32"), WAITING("33"), BAD("31;1"), HELD("36"), QUIET("2"), HEADING("1");

	private final String parameters;

	Style(String parameters) {
		this.parameters = parameters;
	}

	String paint(String text, boolean colour) {
		return (colour && this != PLAIN && !text.isEmpty()) ? "\u001b[" + this.parameters + "m" + text + "\u001b[0m"
				: text;
	}

}
