package dev.processkit.operation;

import java.util.Map;

/**
 * A program as it may be shown.
 *
 * @param what the worker class, or the command with its secrets masked
 * @param masked each argument that holds a secret, and what is shown instead
 * @since 0.1
 */
public record SanitizedProgram(String what, Map<String, String> masked) {

	/** Shorter arguments would turn up by chance in any sentence. */
	private static final int SHORTEST = 4;

	/**
	 * Mask the same secrets in a text, such as a launch error that quotes the command.
	 * @param text the text
	 * @return the text without them
	 */
	public String conceal(String text) {
		String concealed = text;
		for (Map.Entry<String, String> entry : this.masked.entrySet()) {
			if (entry.getKey().length() >= SHORTEST) {
				concealed = concealed.replace(entry.getKey(), entry.getValue());
			}
		}
		return concealed;
	}

}
