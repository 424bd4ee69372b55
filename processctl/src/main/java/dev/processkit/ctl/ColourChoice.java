package dev.processkit.ctl;

import java.util.Map;

/**
 * When to use colours.
 */
enum ColourChoice {

	AUTO("auto"), ALWAYS("always"), NEVER("never");

	private final String text;

	ColourChoice(String text) {
		this.text = text;
	}

	/**
	 * Decide.
	 * @param terminal whether the output is a terminal
	 * @param environment where {@code NO_COLOR} and {@code TERM} may stand
	 * @return whether to use colours
	 */
	boolean isOn(boolean terminal, Map<String, String> environment) {
		return switch (this) {
			case ALWAYS -> true;
			case NEVER -> false;
			case AUTO -> terminal && environment.getOrDefault("NO_COLOR", "").isEmpty()
					&& !"dumb".equals(environment.get("TERM"));
		};
	}

	@Override
	public String toString() {
		return this.text;
	}

}
